package dev.tidemark.command.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

class RocksStateStoreTest extends StateStoreContract {
  @TempDir Path directory;

  @Override
  StateStore open() {
    return new RocksStores(directory, "log", WINDOW).open(0);
  }

  @Override
  StateStore reopen(StateStore closed) {
    return open();
  }

  @Test
  void whatIsForgottenTakesNoRoom() throws RocksDBException {
    for (int day = 0; day < 100; day++) {
      register("user" + day, NOW.plus(Duration.ofDays(day)));
    }
    closeAndReopen();

    assertThat(outcomesOnDisk()).isEqualTo(2);
  }

  private int outcomesOnDisk() throws RocksDBException {
    int outcomes = 0;
    try (var db = RocksDB.openReadOnly(directory.resolve("shard-0").toString());
        var keys = db.newIterator()) {
      for (keys.seek(new byte[] {'c'}); keys.isValid() && keys.key()[0] == 'c'; keys.next()) {
        outcomes++;
      }
    }
    return outcomes;
  }
}

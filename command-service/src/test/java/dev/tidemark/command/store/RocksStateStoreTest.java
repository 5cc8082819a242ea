package dev.tidemark.command.store;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class RocksStateStoreTest extends StateStoreContract {
  @TempDir Path directory;

  @Override
  StateStore open() {
    return new RocksStores(directory, "log").open(0);
  }

  @Override
  StateStore reopen(StateStore closed) {
    return open();
  }
}

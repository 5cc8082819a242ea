package dev.tidemark.command.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.CompressionType;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The stores of all shards, each in a directory of its own.
public final class RocksStores implements StateStores {
  private static final Logger LOG = LoggerFactory.getLogger(RocksStores.class);

  /// Bounds what a crash loses, and so what is replayed after it.
  private static final long WRITE_BUFFER_BYTES = 16L << 20;

  private static final long CACHE_BYTES = 32L << 20;
  private static final int BLOOM_BITS_PER_KEY = 10;

  static {
    RocksDB.loadLibrary();
  }

  private final Path root;
  private final KeyWindow window;
  private final byte[] fingerprint;
  private final LRUCache cache = new LRUCache(CACHE_BYTES);

  /// @param logIdentity differs for any two logs: a store is of use for its own log only
  /// @param keyWindow for how long outcomes are kept
  public RocksStores(Path root, String logIdentity, Duration keyWindow) {
    this.root = root;
    this.window = new KeyWindow(keyWindow);
    this.fingerprint =
        SchemaFingerprint.of(logIdentity, window).getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public StateStore open(int shard) {
    return usable(shard)
        .or(() -> {
          wipe(shard);
          return usable(shard);
        })
        .orElseThrow(
            () -> new IllegalStateException("Expected an empty store to be usable, but it is not"));
  }

  /// Empty if what is there must be made anew.
  private Optional<StateStore> usable(int shard) {
    Path directory = root.resolve("shard-" + shard);
    try {
      Files.createDirectories(directory);
      var store = new RocksStateStore(directory, options(), window);
      byte[] found = store.fingerprint();
      if (found == null) {
        store.fingerprint(fingerprint);
        return Optional.of(store);
      }
      if (Arrays.equals(found, fingerprint)) {
        return Optional.of(store);
      }
      store.close();
      LOG.info(
          "shard {}: the store is of another log, schema or window of keys, it is made anew",
          shard);
    } catch (RocksDBException e) {
      if (isLocked(e)) {
        throw new IllegalStateException(
            "Expected " + directory + " to be used by one process, but another holds it", e);
      }
      LOG.warn("shard {}: the store is damaged, it is made anew: {}", shard, e.getMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Optional.empty();
  }

  @Override
  public void wipe(int shard) {
    Path directory = root.resolve("shard-" + shard);
    try (var files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Expected to wipe " + directory, e);
    }
  }

  private Options options() {
    var table =
        new BlockBasedTableConfig()
            .setBlockCache(cache)
            .setFilterPolicy(new BloomFilter(BLOOM_BITS_PER_KEY));
    return new Options()
        .setCreateIfMissing(true)
        .setWriteBufferSize(WRITE_BUFFER_BYTES)
        .setCompressionType(CompressionType.LZ4_COMPRESSION)
        .setMaxBackgroundJobs(1)
        .setKeepLogFileNum(2)
        .setTableFormatConfig(table);
  }

  private static boolean isLocked(RocksDBException e) {
    return e.getStatus() != null
        && e.getStatus().getCode() == Status.Code.IOError
        && String.valueOf(e.getMessage()).contains("lock");
  }
}

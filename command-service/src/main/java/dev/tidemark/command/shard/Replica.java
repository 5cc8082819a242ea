package dev.tidemark.command.shard;

import dev.tidemark.command.store.StateStore;
import dev.tidemark.command.store.StateStores;
import dev.tidemark.command.store.StoreDamagedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The state of a shard in this process, whoever owns the shard: opened when it is first needed,
/// made anew when it is damaged.
///
/// Not thread-safe: belongs to its shard's thread.
final class Replica implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Replica.class);

  private final int shard;
  private final StateStores stores;
  private @Nullable StateStore store;

  Replica(int shard, StateStores stores) {
    this.shard = shard;
    this.stores = stores;
  }

  StateStore store() {
    StateStore open = store;
    if (open == null) {
      open = stores.open(shard);
      store = open;
    }
    return open;
  }

  /// The next store is an empty one: the log knows everything.
  void discard(StoreDamagedException damage) {
    LOG.warn("shard {}: {}; the store is wiped", shard, damage.getMessage());
    close();
    stores.wipe(shard);
  }

  @Override
  public void close() {
    if (store == null) {
      return;
    }
    try {
      store.close();
    } catch (StoreDamagedException e) {
      LOG.warn("shard {}: the store did not close well: {}", shard, e.getMessage());
    }
    store = null;
  }
}

package dev.tidemark.command.shard;

import dev.tidemark.command.store.MemoryStateStore;
import dev.tidemark.command.store.StateStore;
import dev.tidemark.command.store.StateStores;
import java.util.concurrent.atomic.AtomicInteger;

/// The store of one shard in memory. It is there again when it is opened again.
final class MemoryStores implements StateStores {
  private final AtomicInteger wiped = new AtomicInteger();
  private volatile MemoryStateStore store = new MemoryStateStore();

  @Override
  public StateStore open(int shard) {
    return store;
  }

  @Override
  public void wipe(int shard) {
    store = new MemoryStateStore();
    wiped.incrementAndGet();
  }

  void damage() {
    store.damage();
  }

  int wiped() {
    return wiped.get();
  }
}

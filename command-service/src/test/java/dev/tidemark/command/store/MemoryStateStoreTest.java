package dev.tidemark.command.store;

class MemoryStateStoreTest extends StateStoreContract {
  @Override
  StateStore open() {
    return new MemoryStateStore();
  }

  @Override
  StateStore reopen(StateStore closed) {
    return closed;
  }
}

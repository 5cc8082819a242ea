package dev.tidemark.command.store;

class MemoryStateStoreTest extends StateStoreContract {
  @Override
  StateStore open() {
    return new MemoryStateStore(WINDOW);
  }

  @Override
  StateStore reopen(StateStore closed) {
    return closed;
  }
}

package dev.tidemark.chaos.history;

import java.util.function.Consumer;

/// What happened in a run, from its first line to its last. May be gone through several times: a
/// long one need not fit into memory.
@FunctionalInterface
public interface History {
  void forEach(Consumer<? super HistoryEntry> reader);
}

package dev.tidemark.chaos.checker;

import dev.tidemark.chaos.history.HistoryEntry.Read;

/// A promise about reads. Reads come one by one, in the order in which they ended, and are not
/// kept.
interface ReadRule {
  /// As reports print it.
  String name();

  /// What [Rule#judge] says, of one read.
  void judge(Read read, Evidence evidence, Ruling ruling);
}

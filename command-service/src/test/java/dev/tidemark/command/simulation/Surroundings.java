package dev.tidemark.command.simulation;

/// What an instance is exposed to whenever it calls the log or its store.
interface Surroundings {
  /// The caller has to wait: others go first, time may pass, and it may be killed.
  void moment();

  boolean chance(double probability);

  /// From 0, below `bound`.
  int below(int bound);

  Faults faults();
}

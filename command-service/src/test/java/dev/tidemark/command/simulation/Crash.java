package dev.tidemark.command.simulation;

/// Ends an instance wherever it stands. No exception: a process that is killed cleans nothing up.
final class Crash extends Error {
  private static final long serialVersionUID = 1;

  Crash() {
    super("killed", null, false, false);
  }
}

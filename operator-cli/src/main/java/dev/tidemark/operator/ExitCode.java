package dev.tidemark.operator;

/// What scripts learn from the way a verb ends. The launcher script adds 10 (no JDK or Maven) and
/// 11 (the build failed); picocli's own are 0, 1 (failed) and 2 (the command line is wrong).
final class ExitCode {
  static final int OK = 0;
  static final int FAILED = 1;
  static final int NOT_RUNNING = 3;
  static final int PORT_TAKEN = 4;
  static final int DEGRADED = 5;

  private ExitCode() {}
}

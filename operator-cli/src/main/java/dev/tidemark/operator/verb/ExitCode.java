package dev.tidemark.operator.verb;

/// What scripts learn from the way a verb ends; `docs/operations.md` has the table. The launcher
/// script adds 10 (a JDK or Maven is missing) and 11 (the build failed).
public final class ExitCode {
  public static final int OK = 0;
  public static final int FAILED = 1;

  /// As picocli says it.
  public static final int USAGE = 2;

  public static final int NOT_RUNNING = 3;
  public static final int PORT_TAKEN = 4;

  /// It works, but not all of it.
  public static final int NOT_READY = 5;

  /// A service does not answer, or says that it cannot now.
  public static final int NO_ANSWER = 6;

  /// A service refuses what was asked, and will refuse it again.
  public static final int REFUSED = 7;

  /// What was looked at is not as it should be.
  public static final int FINDINGS = 8;

  private ExitCode() {}
}

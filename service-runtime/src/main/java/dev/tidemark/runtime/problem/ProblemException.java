package dev.tidemark.runtime.problem;

/// Ends the handling of a request with this answer. Cheap: it carries no stack trace, since it
/// tells of the request, not of the code.
public final class ProblemException extends RuntimeException {
  private final transient Problem problem;

  public ProblemException(Problem problem) {
    super(problem.detail(), null, false, false);
    this.problem = problem;
  }

  public Problem problem() {
    return problem;
  }
}

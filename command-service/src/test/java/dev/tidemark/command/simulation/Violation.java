package dev.tidemark.command.simulation;

/// A promise was broken. No exception: the code under test must not be able to catch it.
final class Violation extends AssertionError {
  private static final long serialVersionUID = 1;

  Violation(String broken) {
    super(broken);
  }
}

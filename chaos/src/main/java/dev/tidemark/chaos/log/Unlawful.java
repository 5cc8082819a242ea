package dev.tidemark.chaos.log;

/// An event that cannot follow on those before it.
final class Unlawful extends Exception {
  private static final long serialVersionUID = 1;

  Unlawful(String message) {
    super(message);
  }
}

package dev.tidemark.runtime.settings;

/// A value that is never printed, logged or compared by accident.
public record Secret(String reveal) {
  static final String MASK = "********";

  @Override
  public String toString() {
    return MASK;
  }
}

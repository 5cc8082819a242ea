package dev.tidemark.projection.batch;

/// A record that is kept aside instead of being folded.
public record Parked(LogRecord of, String cause) {
  public Aggregate aggregate() {
    return of.aggregate();
  }
}

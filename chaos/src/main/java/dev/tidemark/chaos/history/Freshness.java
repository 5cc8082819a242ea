package dev.tidemark.chaos.history;

/// What a read demands of its answer.
public enum Freshness {
  PLAIN,
  /// It carries a token.
  TOKEN,
  /// It says `Consistency: strong`.
  STRONG
}

package dev.tidemark.projection.repair;

/// What an operator asks for.
///
/// @param mend whether to write; else it only says what it would write
public record Wish(Kind kind, Selection selection, boolean mend) {
  /// One of each may be under way at a time.
  public enum Kind {
    REPLAY_CACHE,
    REPLAY_VIEWS,
    VERIFY;

    boolean looksAtRows() {
      return this != REPLAY_CACHE;
    }

    boolean looksAtValues() {
      return this != REPLAY_VIEWS;
    }

    /// Whether what is absent from the cache, as it may be, is written.
    boolean fillsTheCache() {
      return this == REPLAY_CACHE;
    }
  }
}

package dev.tidemark.projection.batch;

import dev.tidemark.projection.view.Row;
import dev.tidemark.views.OrderView;
import dev.tidemark.views.SessionView;
import dev.tidemark.views.UserView;
import java.util.Optional;

/// What a row turns out to be when it is held against the log.
public enum Verdict {
  /// As the log says.
  EQUAL,
  /// There should be one, and is none.
  MISSING,
  /// It lacks events.
  STALE,
  /// It has all events, and says something else.
  DIFFERENT,
  /// It has more events than the log: the log has lost some, or is another one.
  AHEAD,
  /// It cannot be said: something changed meanwhile, or the log cannot be folded.
  UNDECIDED;

  /// @param expected the row that the log makes; empty if it makes none
  public static Verdict of(
      Optional<Row<? extends Record>> expected, Optional<Row<? extends Record>> found) {
    if (expected.equals(found)) {
      return EQUAL;
    }
    if (found.isEmpty()) {
      return MISSING;
    }
    if (expected.isEmpty() || version(found.get()) > version(expected.get())) {
      return AHEAD;
    }
    return version(found.get()) < version(expected.get()) ? STALE : DIFFERENT;
  }

  public boolean isDamage() {
    return switch (this) {
      case EQUAL, UNDECIDED -> false;
      case MISSING, STALE, DIFFERENT, AHEAD -> true;
    };
  }

  /// Whether the log's row may be put in its place: it takes nothing away that the log does not
  /// have.
  public boolean isMendable() {
    return switch (this) {
      case MISSING, STALE, DIFFERENT -> true;
      case EQUAL, AHEAD, UNDECIDED -> false;
    };
  }

  private static long version(Row<? extends Record> row) {
    return switch (row.view()) {
      case UserView user -> user.version();
      case SessionView session -> session.version();
      case OrderView order -> order.version();
      default ->
          throw new IllegalArgumentException("Expected a view of an aggregate, but was " + row);
    };
  }
}

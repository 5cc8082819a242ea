package dev.tidemark.projection.store;

import java.sql.SQLException;
import java.util.List;

/// PostgreSQL did not do what was asked. Nothing of it was applied, unless it is an [InDoubt].
public sealed class StoreException extends RuntimeException {
  /// SQL states of a server that cannot be reached, has nothing left, starts or stops, or is
  /// broken.
  private static final List<String> AWAY = List.of("08", "53", "57P", "58", "XX");

  private StoreException(String message, Throwable cause) {
    super(message, cause);
  }

  private StoreException(String message) {
    super(message);
  }

  /// Whether PostgreSQL is there, and it was this statement that failed.
  public boolean isAnswered() {
    return getCause() instanceof SQLException failed
        && failed.getSQLState() != null
        && AWAY.stream().noneMatch(failed.getSQLState()::startsWith);
  }

  /// It cannot be reached, or cannot answer now: trying again may help.
  public static final class Unavailable extends StoreException {
    public Unavailable(String message) {
      super("PostgreSQL was not asked: " + message);
    }

    Unavailable(Throwable cause) {
      super("PostgreSQL did not answer as expected: " + cause.getMessage(), cause);
    }
  }

  /// The commit was sent, but its outcome is unknown: the positions will tell.
  public static final class InDoubt extends StoreException {
    InDoubt(Throwable cause) {
      super("PostgreSQL did not confirm a commit: " + cause.getMessage(), cause);
    }
  }

  /// It refuses something for what it says, and always will.
  public static final class Refused extends StoreException {
    Refused(Throwable cause) {
      super("PostgreSQL refuses it: " + cause.getMessage(), cause);
    }
  }

  /// The positions are not where this writer left them: there is another one.
  public static final class Overtaken extends StoreException {
    Overtaken(int shard, Object expected) {
      super(
          "Expected shard %d to stand at %s, but another writer moved it"
              .formatted(shard, expected));
    }
  }
}

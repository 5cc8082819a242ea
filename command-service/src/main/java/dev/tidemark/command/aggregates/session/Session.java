package dev.tidemark.command.aggregates.session;

import dev.tidemark.command.aggregates.BrokenHistoryException;
import dev.tidemark.command.aggregates.Decision;
import dev.tidemark.command.aggregates.Decision.Accepted;
import dev.tidemark.command.aggregates.Decision.Refused;
import dev.tidemark.command.aggregates.Decision.Unchanged;
import dev.tidemark.command.aggregates.Decision.Unknown;
import dev.tidemark.command.aggregates.session.SessionCommand.End;
import dev.tidemark.command.aggregates.session.SessionCommand.Expire;
import dev.tidemark.command.aggregates.session.SessionCommand.Start;
import dev.tidemark.command.aggregates.session.SessionCommand.Touch;
import dev.tidemark.command.aggregates.user.User;
import dev.tidemark.events.SessionEvent;
import dev.tidemark.events.SessionEvent.SessionEnded;
import dev.tidemark.events.SessionEvent.SessionExpired;
import dev.tidemark.events.SessionEvent.SessionStarted;
import dev.tidemark.events.SessionEvent.SessionTouched;
import dev.tidemark.events.value.SessionId;
import dev.tidemark.events.value.Username;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A session that was started. One that never was is null.
///
/// @param open neither ended nor expired; its time may be over all the same, until that is recorded
/// @param ttl how long it lives without a touch
/// @param version the number of events so far
public record Session(
    SessionId sessionId,
    Username username,
    boolean open,
    Duration ttl,
    Instant expiresAt,
    long version) {

  /// @param at when the event occurred
  public static Session evolve(@Nullable Session session, SessionEvent event, Instant at) {
    return switch (event) {
      case SessionStarted(var id, var username, var expiresAt) ->
          new Session(id, username, true, Duration.between(at, expiresAt), expiresAt, 1);
      case SessionTouched(_, _, var expiresAt) -> begun(session, event).next(true, expiresAt);
      case SessionEnded _, SessionExpired _ -> {
        var begun = begun(session, event);
        yield begun.next(false, begun.expiresAt);
      }
    };
  }

  /// @param user the session's user, or who shall be
  /// @param at when the command is meant to take effect
  public static Decision decide(
      @Nullable Session session, @Nullable User user, SessionCommand command, Instant at) {
    return switch (command) {
      case Start(var id, var username, var ttl) -> {
        if (user == null) {
          yield User.unknown(username);
        }
        yield user.active()
            ? new Accepted(new SessionStarted(id, username, at.plus(ttl)))
            : user.notActive();
      }
      case Touch(var id) -> session == null ? unknown(id) : session.touched(user, at);
      case End(var id, var cause) -> {
        if (session == null) {
          yield unknown(id);
        }
        yield session.livesAt(at)
            ? new Accepted(new SessionEnded(id, session.username, cause, null))
            : new Unchanged();
      }
      case Expire(var id) -> {
        if (session == null) {
          yield unknown(id);
        }
        yield session.open && !session.livesAt(at)
            ? new Accepted(new SessionExpired(id, session.username))
            : new Unchanged();
      }
    };
  }

  private Decision touched(@Nullable User user, Instant at) {
    if (user == null || !user.active()) {
      return user == null ? User.unknown(username) : user.notActive();
    }
    if (!livesAt(at)) {
      return new Refused(
          "session-not-active",
          open
              ? "Expected a session before its end, but it expired at " + expiresAt
              : "Expected a session that is active, but it has ended");
    }
    Instant extended = at.plus(ttl);
    // A touch that took effect before the last one does not shorten the session.
    return extended.isAfter(expiresAt)
        ? new Accepted(new SessionTouched(sessionId, username, extended))
        : new Unchanged();
  }

  private boolean livesAt(Instant at) {
    return open && at.isBefore(expiresAt);
  }

  private Session next(boolean stillOpen, Instant newExpiresAt) {
    return new Session(sessionId, username, stillOpen, ttl, newExpiresAt, version + 1);
  }

  private static Unknown unknown(SessionId id) {
    return new Unknown("Expected a session that was started, but there is no " + id);
  }

  private static Session begun(@Nullable Session session, SessionEvent event) {
    if (session == null) {
      throw BrokenHistoryException.notBegun(event);
    }
    return session;
  }
}

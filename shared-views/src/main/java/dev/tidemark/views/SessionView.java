package dev.tidemark.views;

import dev.tidemark.events.Envelope;
import dev.tidemark.events.SessionEnd;
import dev.tidemark.events.SessionEvent;
import dev.tidemark.events.SessionEvent.SessionEnded;
import dev.tidemark.events.SessionEvent.SessionExpired;
import dev.tidemark.events.SessionEvent.SessionStarted;
import dev.tidemark.events.SessionEvent.SessionTouched;
import dev.tidemark.events.value.Reason;
import dev.tidemark.events.value.SessionId;
import dev.tidemark.events.value.Username;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A session as readers see it.
///
/// @param status as recorded; readers use [#at], since time ends a session before its event does
/// @param version the number of events folded
public record SessionView(
    SessionId sessionId,
    Username username,
    SessionStatus status,
    Instant startedAt,
    Instant lastSeenAt,
    Instant expiresAt,
    @Nullable Instant endedAt,
    @Nullable SessionEnd endCause,
    @Nullable Reason reason,
    long version) {

  /// The view after one more event of this session.
  ///
  /// @param before null before the first event
  /// @throws BrokenHistoryException if the event does not follow
  public static SessionView fold(
      @Nullable SessionView before, SessionEvent event, Envelope envelope) {
    BrokenHistoryException.checkNext(before == null ? 0 : before.version, envelope);
    Instant at = envelope.occurredAt();
    long version = envelope.sequence();
    return switch (event) {
      case SessionStarted(var id, var username, var expiresAt) ->
          new SessionView(
              id, username, SessionStatus.ACTIVE, at, at, expiresAt, null, null, null, version);
      case SessionTouched(_, _, var expiresAt) -> {
        var session = BrokenHistoryException.required(before, envelope);
        yield new SessionView(
            session.sessionId,
            session.username,
            session.status,
            session.startedAt,
            at,
            expiresAt,
            null,
            null,
            null,
            version);
      }
      case SessionEnded(_, _, var cause, var reason) ->
          BrokenHistoryException.required(before, envelope)
              .become(SessionStatus.ENDED, at, cause, reason, version);
      case SessionExpired(_, _) ->
          BrokenHistoryException.required(before, envelope)
              .become(SessionStatus.EXPIRED, at, null, null, version);
    };
  }

  /// As it is at `now`: a session past its time is expired, whether that was recorded yet or not.
  public SessionView at(Instant now) {
    boolean over = status == SessionStatus.ACTIVE && !now.isBefore(expiresAt);
    return over ? become(SessionStatus.EXPIRED, expiresAt, null, null, version) : this;
  }

  private SessionView become(
      SessionStatus next,
      Instant at,
      @Nullable SessionEnd cause,
      @Nullable Reason why,
      long nextVersion) {
    return new SessionView(
        sessionId, username, next, startedAt, lastSeenAt, expiresAt, at, cause, why, nextVersion);
  }
}

package dev.tidemark.events;

import dev.tidemark.events.value.Reason;
import dev.tidemark.events.value.SessionId;
import dev.tidemark.events.value.Username;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What happens to a session. Its token is derived from its id and never stored.
public sealed interface SessionEvent extends Event {
  SessionId sessionId();

  @Override
  default String aggregateId() {
    return sessionId().toString();
  }

  @Override
  default EventTopic topic() {
    return EventTopic.SESSIONS;
  }

  record SessionStarted(SessionId sessionId, Username username, Instant expiresAt)
      implements SessionEvent {}

  /// Used again, and so extended.
  record SessionTouched(SessionId sessionId, Username username, Instant expiresAt)
      implements SessionEvent {}

  record SessionEnded(
      SessionId sessionId, Username username, SessionEnd cause, @Nullable Reason reason)
      implements SessionEvent {}

  /// Not used until its time was over.
  record SessionExpired(SessionId sessionId, Username username) implements SessionEvent {}
}

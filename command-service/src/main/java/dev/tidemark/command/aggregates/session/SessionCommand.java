package dev.tidemark.command.aggregates.session;

import dev.tidemark.events.SessionEnd;
import dev.tidemark.events.value.SessionId;
import dev.tidemark.events.value.Username;
import java.time.Duration;

/// What can be wanted of a session.
public sealed interface SessionCommand {
  SessionId sessionId();

  /// @param ttl how long the session lives without a touch
  record Start(SessionId sessionId, Username username, Duration ttl) implements SessionCommand {}

  record Touch(SessionId sessionId) implements SessionCommand {}

  record End(SessionId sessionId, SessionEnd cause) implements SessionCommand {}

  /// Asked for by the shard itself once the session's time is over, never by a client.
  record Expire(SessionId sessionId) implements SessionCommand {}
}

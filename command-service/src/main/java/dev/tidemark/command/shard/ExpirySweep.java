package dev.tidemark.command.shard;

import dev.tidemark.command.aggregates.session.Session;
import dev.tidemark.command.aggregates.session.SessionCommand;
import dev.tidemark.command.handling.Command;
import dev.tidemark.command.handling.CommandRequest;
import dev.tidemark.command.handling.CommandRequest.Trace;
import dev.tidemark.command.handling.Precondition;
import dev.tidemark.command.handling.SystemKeys;
import dev.tidemark.command.store.StateStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Finds sessions whose time is over and asks, as a client would, that they expire.
final class ExpirySweep {
  static final Duration EVERY = Duration.ofSeconds(1);

  private static final int SESSIONS_MAX = 256;
  private static final int BYTES_EACH = 64;

  private Instant next = Instant.MIN;

  /// Nothing if it is not yet time to look again.
  List<Pending> due(StateStore store, Instant now) {
    if (now.isBefore(next)) {
      return List.of();
    }
    next = now.plus(EVERY);
    var due = new ArrayList<Pending>();
    for (Session session : store.expired(now, SESSIONS_MAX)) {
      due.add(new Pending(expire(session)));
    }
    return due;
  }

  /// The key says which end of which session this is, so that asking twice does nothing twice.
  private static CommandRequest expire(Session session) {
    var id = SystemKeys.expiry(session.sessionId(), session.expiresAt());
    return new CommandRequest(
        id,
        id.value(),
        new Command.OfSession(new SessionCommand.Expire(session.sessionId())),
        new Precondition.None(),
        session.expiresAt(),
        Trace.NONE,
        Instant.MAX,
        BYTES_EACH);
  }
}

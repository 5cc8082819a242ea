package dev.tidemark.command.handling;

import dev.tidemark.events.value.CommandId;
import dev.tidemark.events.value.SessionId;
import java.time.Instant;

/// The keys under which the system itself commands. Clients must keep out of them: whoever could
/// use such a key first would decide what becomes of the system's command.
public final class SystemKeys {
  private static final String EXPIRY = "expire:";

  private SystemKeys() {}

  public static CommandId expiry(SessionId session, Instant expiresAt) {
    return new CommandId(EXPIRY + session + ":" + expiresAt.toEpochMilli());
  }

  public static boolean includes(CommandId id) {
    return id.value().startsWith(EXPIRY);
  }
}

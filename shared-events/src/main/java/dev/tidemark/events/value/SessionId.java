package dev.tidemark.events.value;

import java.time.Instant;
import java.util.UUID;
import java.util.random.RandomGenerator;

/// Identifies a session and routes to its customer's shard.
public record SessionId(UUID value) {
  public SessionId {
    SlottedUuid.check(value, "a session id");
  }

  public static SessionId mint(Slot slot, Instant now, RandomGenerator random) {
    return new SessionId(SlottedUuid.mint(slot, now, random));
  }

  public static SessionId parse(String text) {
    return new SessionId(SlottedUuid.parse(text, "a session id"));
  }

  public Slot slot() {
    return SlottedUuid.slot(value);
  }

  @Override
  public String toString() {
    return value.toString();
  }
}

package dev.tidemark.command.http;

import dev.tidemark.events.value.CommandId;
import dev.tidemark.events.value.OrderId;
import dev.tidemark.events.value.SessionId;
import dev.tidemark.events.value.Username;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/// Makes the ids of what commands create, and the keys of commands that came without one.
final class IdMint {
  private final InstantSource clock;
  private final RandomGenerator random;

  /// @param random thread-safe
  IdMint(InstantSource clock, RandomGenerator random) {
    this.clock = clock;
    this.random = random;
  }

  SessionId session(Username username) {
    return SessionId.mint(username.slot(), clock.instant(), random);
  }

  OrderId order(Username username) {
    return OrderId.mint(username.slot(), clock.instant(), random);
  }

  CommandId key() {
    return new CommandId("%016x%016x".formatted(random.nextLong(), random.nextLong()));
  }
}

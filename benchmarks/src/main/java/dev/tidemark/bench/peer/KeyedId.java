package dev.tidemark.bench.peer;

import dev.tidemark.events.value.OrderId;
import dev.tidemark.events.value.Username;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.UUID;

/// The id of an order that is always the same for the same key, for designs in which an order that
/// exists already is how a repeated command is noticed.
public final class KeyedId {
  private KeyedId() {}

  public static String of(Username customer, String key) {
    byte[] name = (customer.value() + ':' + key).getBytes(StandardCharsets.UTF_8);
    UUID hash = UUID.nameUUIDFromBytes(name);
    long seed = hash.getMostSignificantBits() ^ hash.getLeastSignificantBits();
    return OrderId.mint(customer.slot(), Instant.EPOCH, new SplittableRandom(seed)).toString();
  }
}

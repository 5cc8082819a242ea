package dev.tidemark.events.value;

import java.time.Instant;
import java.util.UUID;
import java.util.random.RandomGenerator;

/// Identifies an order and routes to its customer's shard.
public record OrderId(UUID value) {
  public OrderId {
    SlottedUuid.check(value, "an order id");
  }

  public static OrderId mint(Slot slot, Instant now, RandomGenerator random) {
    return new OrderId(SlottedUuid.mint(slot, now, random));
  }

  public static OrderId parse(String text) {
    return new OrderId(SlottedUuid.parse(text, "an order id"));
  }

  public Slot slot() {
    return SlottedUuid.slot(value);
  }

  @Override
  public String toString() {
    return value.toString();
  }
}

package dev.tidemark.events.value;

import java.time.Instant;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/// UUID version 7 (RFC 9562) whose 12 `rand_a` bits hold the slot of the customer, so that an id
/// routes itself. 62 random bits remain, beside the millisecond.
final class SlottedUuid {
  private static final Pattern PATTERN =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
  private static final long RANDOM_BITS = 0x3fffffffffffffffL;
  private static final long VARIANT = 0x8000000000000000L;

  private SlottedUuid() {}

  static UUID mint(Slot slot, Instant now, RandomGenerator random) {
    long high = now.toEpochMilli() << 16 | 0x7000L | slot.value();
    return new UUID(high, VARIANT | (random.nextLong() & RANDOM_BITS));
  }

  static UUID parse(String text, String name) {
    Text.matches(PATTERN, text, name + " (a lower-case UUID of version 7)");
    return UUID.fromString(text);
  }

  static Slot slot(UUID id) {
    return new Slot((int) (id.getMostSignificantBits() & 0xfff));
  }

  static void check(UUID id, String name) {
    if (id.version() != 7 || id.variant() != 2) {
      throw new InvalidValueException("Expected " + name + " (a UUID of version 7), but was " + id);
    }
  }
}

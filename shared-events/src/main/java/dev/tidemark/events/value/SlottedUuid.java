package dev.tidemark.events.value;

import java.time.Instant;
import java.util.UUID;
import java.util.random.RandomGenerator;

/// UUID version 7 (RFC 9562) whose 12 `rand_a` bits hold the slot of the customer, so that an id
/// routes itself. 62 random bits remain, beside the millisecond.
final class SlottedUuid {
  private static final int CHARS = 36;
  private static final int VERSION_AT = 14;
  private static final int VARIANT_AT = 19;
  private static final long RANDOM_BITS = 0x3fffffffffffffffL;
  private static final long VARIANT = 0x8000000000000000L;

  private SlottedUuid() {}

  static UUID mint(Slot slot, Instant now, RandomGenerator random) {
    long high = now.toEpochMilli() << 16 | 0x7000L | slot.value();
    return new UUID(high, VARIANT | (random.nextLong() & RANDOM_BITS));
  }

  static UUID parse(String text, String name) {
    Text.check(isWritten(text), text, name + " (a lower-case UUID of version 7)");
    return UUID.fromString(text);
  }

  /// By hand: bulk reads parse a hundred of them, and a pattern takes several times as long.
  private static boolean isWritten(String text) {
    if (text.length() != CHARS) {
      return false;
    }
    for (int at = 0; at < CHARS; at++) {
      char c = text.charAt(at);
      boolean fits =
          switch (at) {
            case 8, 13, 18, 23 -> c == '-';
            case VERSION_AT -> c == '7';
            case VARIANT_AT -> c == '8' || c == '9' || c == 'a' || c == 'b';
            default -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
          };
      if (!fits) {
        return false;
      }
    }
    return true;
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

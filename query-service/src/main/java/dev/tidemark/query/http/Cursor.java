package dev.tidemark.query.http;

import dev.tidemark.events.value.Amount;
import dev.tidemark.events.value.InvalidValueException;
import dev.tidemark.query.store.Keyset;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.UUID;
import java.util.zip.CRC32C;

/// Where the next page of a list begins: opaque to clients, and good for the list that it came from
/// only, so that a page of one list is never continued with rows of another.
///
/// Format before base64url: a version byte 1, a checksum of the list's name (4 bytes), the position
/// (8 bytes), the id (16 bytes), big-endian.
///
/// @param position by what the list is sorted: microseconds since 1970, an amount in units of
///   0.0001 (unsigned), or a sequence
public record Cursor(long position, UUID id) {
  private static final byte FORMAT = 1;
  private static final int BYTES = 1 + Integer.BYTES + 3 * Long.BYTES;
  private static final int AMOUNT_DECIMALS = 4;

  /// 9999-12-31: beyond it, PostgreSQL would have to be asked about times that it does not know.
  private static final long MICROS_MAX = 253_402_300_799_999_999L;

  public static Cursor behind(Instant at, UUID id) {
    return new Cursor(ChronoUnit.MICROS.between(Instant.EPOCH, at), id);
  }

  public static Cursor behind(Amount amount, UUID id) {
    BigInteger units = amount.value().movePointRight(AMOUNT_DECIMALS).toBigIntegerExact();
    return new Cursor(units.longValue(), id);
  }

  /// @throws InvalidValueException if it cannot be from a list sorted by time
  public Keyset byTime() {
    if (position < -MICROS_MAX || position > MICROS_MAX) {
      throw refused();
    }
    return new Keyset.ByTime(Instant.EPOCH.plus(position, ChronoUnit.MICROS), id);
  }

  /// @throws InvalidValueException if it cannot be from a list sorted by amount
  public Keyset byAmount() {
    var units = new BigInteger(Long.toUnsignedString(position));
    return new Keyset.ByAmount(new Amount(new BigDecimal(units, AMOUNT_DECIMALS)), id);
  }

  /// @throws InvalidValueException if it cannot be from a list sorted by sequence
  public long bySequence() {
    if (position < 0) {
      throw refused();
    }
    return position;
  }

  /// @param list names the list with its filters
  public String encode(String list) {
    byte[] bytes =
        ByteBuffer.allocate(BYTES)
            .put(FORMAT)
            .putInt(checksum(list))
            .putLong(position)
            .putLong(id.getMostSignificantBits())
            .putLong(id.getLeastSignificantBits())
            .array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /// @throws InvalidValueException if it is not a cursor of this list
  public static Cursor decode(String text, String list) {
    byte[] bytes = bytes(text);
    if (bytes.length != BYTES) {
      throw refused();
    }
    var buffer = ByteBuffer.wrap(bytes);
    boolean ours = buffer.get() == FORMAT && buffer.getInt() == checksum(list);
    var cursor = new Cursor(buffer.getLong(), new UUID(buffer.getLong(), buffer.getLong()));
    if (!ours || !cursor.encode(list).equals(text)) {
      throw refused();
    }
    return cursor;
  }

  private static byte[] bytes(String text) {
    try {
      return Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw refused();
    }
  }

  private static int checksum(String list) {
    var checksum = new CRC32C();
    checksum.update(list.getBytes(StandardCharsets.UTF_8));
    return (int) checksum.getValue();
  }

  private static InvalidValueException refused() {
    return new InvalidValueException(
        "Expected a cursor as the page before gave it, with the same filters, but was another"
            + " text");
  }
}

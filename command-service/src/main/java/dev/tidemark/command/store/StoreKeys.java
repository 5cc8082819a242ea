package dev.tidemark.command.store;

import dev.tidemark.events.EventTopic;
import dev.tidemark.events.value.CommandId;
import dev.tidemark.events.value.OrderId;
import dev.tidemark.events.value.SessionId;
import dev.tidemark.events.value.Username;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;

/// Where things lie in the one key space: a letter says what, the rest says which.
final class StoreKeys {
  static final byte[] FINGERPRINT = {'f'};
  static final byte[] LOG_TIME = {'t'};
  static final byte[] IMPORTED = {'i'};

  private static final int UUID_BYTES = 16;

  private StoreKeys() {}

  static byte[] offset(EventTopic topic) {
    return new byte[] {'p', (byte) topic.code()};
  }

  static byte[] user(Username username) {
    return text('u', username.value());
  }

  static byte[] session(SessionId id) {
    return uuid('s', id.value());
  }

  static byte[] order(OrderId id) {
    return uuid('o', id.value());
  }

  /// A username holds no blank, so the blank ends it.
  static byte[] outcome(long bucket, Username customer, CommandId id) {
    byte[] name = (customer.value() + ' ' + id.value()).getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(1 + Long.BYTES + name.length)
        .put(outcomesFrom(bucket))
        .put(name)
        .array();
  }

  /// The first key of the bucket's outcomes: after those of all earlier ones, also of those before
  /// 1970, hence the sign.
  static byte[] outcomesFrom(long bucket) {
    return ByteBuffer.allocate(1 + Long.BYTES)
        .put((byte) 'c')
        .putLong(bucket ^ Long.MIN_VALUE)
        .array();
  }

  /// In the order of time: big-endian, and no session expires before 1970.
  static byte[] expiry(Instant expiresAt, SessionId id) {
    return ByteBuffer.allocate(1 + Long.BYTES + UUID_BYTES)
        .put((byte) 'x')
        .putLong(expiresAt.toEpochMilli())
        .putLong(id.value().getMostSignificantBits())
        .putLong(id.value().getLeastSignificantBits())
        .array();
  }

  /// The first key after all expiries at `now` or before.
  static byte[] expiryAfter(Instant now) {
    return ByteBuffer.allocate(1 + Long.BYTES)
        .put((byte) 'x')
        .putLong(now.toEpochMilli() + 1)
        .array();
  }

  static byte[] expiryFirst() {
    return new byte[] {'x'};
  }

  static SessionId expiring(byte[] expiryKey) {
    var key = ByteBuffer.wrap(expiryKey, 1 + Long.BYTES, UUID_BYTES);
    return new SessionId(new UUID(key.getLong(), key.getLong()));
  }

  private static byte[] text(char kind, String text) {
    return (kind + text).getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] uuid(char kind, UUID id) {
    return ByteBuffer.allocate(1 + UUID_BYTES)
        .put((byte) kind)
        .putLong(id.getMostSignificantBits())
        .putLong(id.getLeastSignificantBits())
        .array();
  }
}

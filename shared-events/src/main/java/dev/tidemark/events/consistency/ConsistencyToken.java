package dev.tidemark.events.consistency;

import dev.tidemark.events.EventTopic;
import dev.tidemark.events.value.InvalidValueException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a client has seen: at most one position for each partition, namely the newest. A read that
/// carries a token answers from no earlier. Opaque to clients; merging two takes the maximum for
/// each partition.
///
/// Format before base64url: a version byte 1, then for each position in ascending order the topic's
/// code (1 byte), the partition (2 bytes) and the offset (8 bytes), big-endian.
public final class ConsistencyToken {
  /// A token names at most so many partitions: all three topics with 256 shards.
  public static final int POSITIONS_MAX = 768;

  public static final ConsistencyToken EMPTY = new ConsistencyToken(new TreeMap<>());

  private static final byte FORMAT = 1;
  private static final int POSITION_BYTES = 1 + Short.BYTES + Long.BYTES;
  private static final int TEXT_CHARS_MAX = (1 + POSITIONS_MAX * POSITION_BYTES + 2) / 3 * 4;

  private record Key(EventTopic topic, int partition) implements Comparable<Key> {
    private static final Comparator<Key> ORDER =
        Comparator.comparing(Key::topic).thenComparingInt(Key::partition);

    @Override
    public int compareTo(Key other) {
      return ORDER.compare(this, other);
    }
  }

  private final SortedMap<Key, Long> offsets;

  private ConsistencyToken(SortedMap<Key, Long> offsets) {
    this.offsets = offsets;
  }

  public static ConsistencyToken of(Position position) {
    return EMPTY.with(position);
  }

  /// All of them, merged.
  public static ConsistencyToken of(Collection<Position> positions) {
    var merged = new TreeMap<Key, Long>();
    for (Position position : positions) {
      merged.merge(new Key(position.topic(), position.partition()), position.offset(), Math::max);
    }
    return new ConsistencyToken(merged);
  }

  public ConsistencyToken with(Position position) {
    var merged = new TreeMap<>(offsets);
    merged.merge(new Key(position.topic(), position.partition()), position.offset(), Math::max);
    return new ConsistencyToken(merged);
  }

  public ConsistencyToken merge(ConsistencyToken other) {
    var merged = new TreeMap<>(offsets);
    other.offsets.forEach((key, offset) -> merged.merge(key, offset, Math::max));
    return new ConsistencyToken(merged);
  }

  public boolean isEmpty() {
    return offsets.isEmpty();
  }

  /// The offset of the newest record seen of this partition; empty if none was.
  public OptionalLong offset(EventTopic topic, int partition) {
    Long offset = offsets.get(new Key(topic, partition));
    return offset == null ? OptionalLong.empty() : OptionalLong.of(offset);
  }

  /// The highest partition named, or -1: a token from a system with more shards is refused by it.
  public int partitionMax() {
    return offsets.keySet().stream().mapToInt(Key::partition).max().orElse(-1);
  }

  public String encode() {
    var bytes = ByteBuffer.allocate(1 + offsets.size() * POSITION_BYTES).put(FORMAT);
    for (Map.Entry<Key, Long> entry : offsets.entrySet()) {
      bytes.put((byte) entry.getKey().topic().code());
      bytes.putShort((short) entry.getKey().partition());
      bytes.putLong(entry.getValue());
    }
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
  }

  /// @throws InvalidValueException if this is not the text of a token
  public static ConsistencyToken decode(String text) {
    if (text.length() > TEXT_CHARS_MAX) {
      throw malformed();
    }
    try {
      var bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
      if (bytes.get() != FORMAT) {
        throw malformed();
      }
      var offsets = new TreeMap<Key, Long>();
      while (bytes.hasRemaining()) {
        EventTopic topic = EventTopic.ofCode(bytes.get()).orElseThrow(ConsistencyToken::malformed);
        int partition = bytes.getShort();
        long offset = bytes.getLong();
        if (partition < 0 || offset < 0) {
          throw malformed();
        }
        if (offsets.put(new Key(topic, partition), offset) != null) {
          throw malformed();
        }
      }
      return new ConsistencyToken(offsets);
    } catch (IllegalArgumentException | BufferUnderflowException e) {
      throw e instanceof InvalidValueException invalid ? invalid : malformed();
    }
  }

  private static InvalidValueException malformed() {
    return new InvalidValueException(
        "Expected a consistency token as this system gave it, but it cannot be read");
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ConsistencyToken token && offsets.equals(token.offsets);
  }

  @Override
  public int hashCode() {
    return offsets.hashCode();
  }

  @Override
  public String toString() {
    return offsets.toString();
  }
}

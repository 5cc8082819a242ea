package dev.tidemark.events.value;

import java.nio.charset.StandardCharsets;

/// The unit of routing: 0 to 4095, derived from the customer's username. It never changes, whatever
/// the number of partitions is, so ids may carry it.
public record Slot(int value) {
  public static final int COUNT = 4096;

  public Slot {
    if (value < 0 || value >= COUNT) {
      throw new InvalidValueException("Expected a slot from 0 to 4095, but was " + value);
    }
  }

  static Slot of(String username) {
    return new Slot((murmur2(username.getBytes(StandardCharsets.UTF_8)) & 0x7fffffff) % COUNT);
  }

  /// The shard that decides for this slot where every event topic has `partitions` partitions.
  public int shard(int partitions) {
    return value % partitions;
  }

  /// MurmurHash2 by Austin Appleby (public domain), 32 bits, with the seed that Kafka's own
  /// partitioner uses, so that any Kafka client can compute a slot.
  static int murmur2(byte[] data) {
    final int m = 0x5bd1e995;
    int hash = 0x9747b28c ^ data.length;
    int whole = data.length & ~3;
    for (int i = 0; i < whole; i += 4) {
      int k =
          (data[i] & 0xff)
              | (data[i + 1] & 0xff) << 8
              | (data[i + 2] & 0xff) << 16
              | (data[i + 3] & 0xff) << 24;
      k *= m;
      k ^= k >>> 24;
      hash = hash * m ^ k * m;
    }
    int tail = 0;
    for (int i = data.length - 1; i >= whole; i--) {
      tail = tail << 8 | (data[i] & 0xff);
    }
    if (data.length > whole) {
      hash = (hash ^ tail) * m;
    }
    hash ^= hash >>> 13;
    hash *= m;
    return hash ^ hash >>> 15;
  }
}

package dev.tidemark.bench.reads;

import dev.tidemark.bench.harness.Client;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import java.util.List;

/// Asks Redis itself for values that are there, over a connection of its own.
final class PlainRedis implements Client {
  private final RedisClient client;
  private final RedisCommands<String, byte[]> commands;
  private final String[] keys;

  PlainRedis(String url, List<String> keys) {
    this.client = RedisClient.create(url);
    this.commands = client.connect(RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE)).sync();
    this.keys = keys.toArray(String[]::new);
  }

  /// For a single key it is `GET`.
  @Override
  public int once() {
    long found =
        keys.length == 1
            ? commands.get(keys[0]) == null ? 0 : 1
            : commands.mget(keys).stream().filter(value -> value.hasValue()).count();
    if (found != keys.length) {
      throw new IllegalStateException(
          "Expected %d values in Redis, but found %d".formatted(keys.length, found));
    }
    return 1;
  }

  @Override
  public void close() {
    client.close();
  }
}

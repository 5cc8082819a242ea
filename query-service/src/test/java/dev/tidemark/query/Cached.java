package dev.tidemark.query;

import dev.tidemark.localstack.RedisServer;
import dev.tidemark.views.ViewJson;
import dev.tidemark.views.cache.CacheKeys;
import dev.tidemark.views.cache.CachedValue;
import dev.tidemark.views.cache.Watermark;
import io.lettuce.core.RedisClient;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// Writes the cache as the projection would.
final class Cached implements AutoCloseable {
  private final RedisClient client;
  private final StatefulRedisConnection<String, byte[]> connection;

  Cached(RedisServer redis) {
    client = RedisClient.create(redis.url());
    connection = client.connect(RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE));
  }

  /// The shard's watermark, and a lease on it that outlives the test.
  void lease(int shard, long next) {
    var keys = new CacheKeys(1, shard);
    connection.sync().set(keys.watermark(), watermark(next));
    connection.sync().set(keys.lease(), watermark(next), SetArgs.Builder.ex(60));
  }

  void endLease(int shard) {
    connection.sync().del(new CacheKeys(1, shard).lease());
  }

  <V extends Record> void put(String key, long version, V view) {
    put(key, new CachedValue<>(version, view).encode(ViewJson.mapper()));
  }

  void put(String key, byte[] bytes) {
    connection.sync().set(key, bytes, SetArgs.Builder.ex(60));
  }

  /// As another instance that reads the value, for longer than the test lasts.
  void takeTurn(String key) {
    connection.sync().set(key + ":turn", new byte[0], SetArgs.Builder.ex(60));
  }

  /// How many scripts Redis was asked to run so far.
  long scripts() {
    return connection
        .sync()
        .info("commandstats")
        .lines()
        .filter(line -> line.startsWith("cmdstat_evalsha:"))
        .map(line -> line.replaceFirst(".*?calls=([0-9]+).*", "$1"))
        .mapToLong(Long::parseLong)
        .sum();
  }

  boolean holds(String key) {
    return connection.sync().exists(key) == 1;
  }

  Duration timeToLive(String key) {
    return Duration.ofMillis(connection.sync().pttl(key));
  }

  void clear() {
    connection.sync().flushall();
  }

  @Override
  public void close() {
    client.close();
  }

  private static byte[] watermark(long next) {
    return new Watermark(next, next, next, 1, "testwriter1")
        .encode()
        .getBytes(StandardCharsets.US_ASCII);
  }
}

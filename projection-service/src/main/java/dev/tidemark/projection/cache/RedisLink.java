package dev.tidemark.projection.cache;

import dev.tidemark.runtime.tracing.Operation;
import dev.tidemark.runtime.tracing.Operation.Kind;
import dev.tidemark.runtime.tracing.Tracing;
import dev.tidemark.views.cache.CacheScripts;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One connection to Redis for all shards, each of whose commands is answered, refused or given up
/// within a bounded time. Redis need not be there when it is opened. Thread-safe.
public final class RedisLink implements AutoCloseable {
  private static final Operation SCRIPT =
      Operation.of(Kind.CLIENT, "EVALSHA")
          .with("db.system.name", "redis")
          .with("db.operation.name", "EVALSHA");

  private static final Duration RECONNECT_EVERY = Duration.ofMillis(500);
  private static final int COMMANDS_QUEUED_MAX = 1_000;

  private final ClientResources resources =
      ClientResources.builder()
          .ioThreadPoolSize(2)
          .computationThreadPoolSize(2)
          .reconnectDelay(Delay.constant(RECONNECT_EVERY))
          .build();
  private final RedisClient client;
  private final Duration timeout;
  private @Nullable StatefulRedisConnection<String, byte[]> connection;

  /// @param timeout of one command
  public RedisLink(URI url, Duration timeout) {
    this.timeout = timeout;
    this.client = RedisClient.create(resources, RedisURI.create(url));
    client.setOptions(
        ClientOptions.builder()
            .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
            .requestQueueSize(COMMANDS_QUEUED_MAX)
            .timeoutOptions(TimeoutOptions.enabled(timeout))
            .socketOptions(SocketOptions.builder().connectTimeout(timeout).build())
            .build());
  }

  Optional<String> get(String key) {
    byte[] bytes = await(connection().async().get(key));
    return Optional.ofNullable(bytes).map(found -> new String(found, StandardCharsets.UTF_8));
  }

  /// What Redis says of itself, by the names of its fields.
  Map<String, String> info() {
    return await(connection().async().info())
        .lines()
        .filter(line -> !line.startsWith("#") && line.indexOf(':') > 0)
        .collect(
            Collectors.toMap(
                line -> line.substring(0, line.indexOf(':')),
                line -> line.substring(line.indexOf(':') + 1),
                (first, _) -> first));
  }

  /// How long the key is still there; empty if it is not, or has no end.
  Optional<Duration> timeToLive(String key) {
    long millis = await(connection().async().pttl(key));
    return millis > 0 ? Optional.of(Duration.ofMillis(millis)) : Optional.empty();
  }

  /// In the order of the keys, null where there is nothing. All keys are of one shard.
  List<byte @Nullable []> all(List<String> keys) {
    var values = await(connection().async().mget(keys.toArray(String[]::new)));
    return values.stream().<byte @Nullable []>map(each -> each.getValueOrElse(null)).toList();
  }

  /// Removes some keys, and says where to go on.
  ///
  /// @param cursor of an earlier call; empty to begin
  /// @return empty if there was no more
  Optional<String> removeSome(String prefix, Optional<String> cursor, int scannedMax) {
    var redis = connection().async();
    var some = ScanArgs.Builder.matches(prefix + "*").limit(scannedMax);
    KeyScanCursor<String> found =
        await(
            cursor.isPresent() ? redis.scan(ScanCursor.of(cursor.get()), some) : redis.scan(some));
    if (!found.getKeys().isEmpty()) {
      await(redis.unlink(found.getKeys().toArray(String[]::new)));
    }
    return found.isFinished() ? Optional.empty() : Optional.of(found.getCursor());
  }

  <T> T run(Function<CacheScripts, CompletionStage<T>> script) {
    return Tracing.within(
        SCRIPT, () -> await(script.apply(new CacheScripts(connection().async()))));
  }

  private synchronized StatefulRedisConnection<String, byte[]> connection() {
    var open = connection;
    if (open == null) {
      try {
        open = client.connect(RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE));
      } catch (RedisException e) {
        throw new CacheException("Redis cannot be reached", e);
      }
      connection = open;
    }
    return open;
  }

  /// A script that Redis does not know is sent a second time, hence twice the time of one command.
  private <T extends @Nullable Object> T await(CompletionStage<T> answer) {
    try {
      return answer.toCompletableFuture().get(2 * timeout.toMillis() + 100, TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new CacheException("Redis failed: " + e.getCause(), e);
    } catch (TimeoutException e) {
      throw new CacheException("Redis did not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CacheException("Interrupted while Redis was asked", e);
    }
  }

  @Override
  public void close() {
    client.shutdown();
    resources
        .shutdown(0, timeout.toMillis(), TimeUnit.MILLISECONDS)
        .awaitUninterruptibly(timeout.toMillis());
  }
}

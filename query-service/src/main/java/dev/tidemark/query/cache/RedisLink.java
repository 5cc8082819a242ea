package dev.tidemark.query.cache;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The connection to Redis. Never waited for: the service starts without Redis, commands fail at
/// once while there is no connection, and it comes back by itself.
final class RedisLink implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RedisLink.class);
  private static final Duration RECONNECT_MIN = Duration.ofMillis(50);
  private static final Duration RECONNECT_MAX = Duration.ofSeconds(1);
  private static final Duration CONNECT_MAX = Duration.ofMillis(500);

  private final ClientResources resources;
  private final RedisClient client;
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile @Nullable StatefulRedisConnection<String, byte[]> connection;

  RedisLink(CacheSettings settings, CacheMeters meters) {
    this.resources =
        ClientResources.builder()
            .commandLatencyRecorder(meters.commands())
            .reconnectDelay(
                () -> Delay.equalJitter(RECONNECT_MIN, RECONNECT_MAX, 2, TimeUnit.MILLISECONDS))
            .build();
    var uri = RedisURI.create(settings.url());
    uri.setTimeout(CONNECT_MAX);
    this.client = RedisClient.create(resources, uri);
    client.setOptions(options(settings));
    if (!connect()) {
      LOG.warn("Redis does not answer yet: reading from PostgreSQL until it does");
      Thread.ofPlatform().name("redis-connect").daemon().start(this::connectUntilClosed);
    }
  }

  /// Empty before the first connection; afterwards commands on a lost one fail at once.
  Optional<RedisAsyncCommands<String, byte[]>> commands() {
    return Optional.ofNullable(connection).map(StatefulRedisConnection::async);
  }

  @Override
  public void close() {
    closing.countDown();
    client.close();
    resources.shutdown(0, 500, TimeUnit.MILLISECONDS).awaitUninterruptibly(1, TimeUnit.SECONDS);
  }

  /// The first connection is ours to make; Lettuce only restores one that there has been.
  private void connectUntilClosed() {
    try {
      while (!closing.await(RECONNECT_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
        if (connect()) {
          LOG.info("Redis answers now");
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean connect() {
    try {
      connection = client.connect(RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE));
      return true;
    } catch (RedisException e) {
      LOG.debug("No connection to Redis", e);
      return false;
    }
  }

  private static ClientOptions options(CacheSettings settings) {
    return ClientOptions.builder()
        .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
        .requestQueueSize(settings.requestsMax())
        .timeoutOptions(TimeoutOptions.enabled(settings.timeout()))
        .socketOptions(SocketOptions.builder().connectTimeout(CONNECT_MAX).keepAlive(true).build())
        .build();
  }
}

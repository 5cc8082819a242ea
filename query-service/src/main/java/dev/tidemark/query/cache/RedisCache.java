package dev.tidemark.query.cache;

import dev.tidemark.events.EventTopic;
import dev.tidemark.query.cache.CacheMeters.Filled;
import dev.tidemark.runtime.tracing.Operation;
import dev.tidemark.runtime.tracing.Operation.Kind;
import dev.tidemark.runtime.tracing.Tracing;
import dev.tidemark.views.cache.CacheKeys;
import dev.tidemark.views.cache.CacheScripts;
import dev.tidemark.views.cache.CacheScripts.Entry;
import dev.tidemark.views.cache.CacheScripts.Turn;
import dev.tidemark.views.cache.Watermark;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.lettuce.core.KeyValue;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lookups and fills in Redis. A lookup that fails or is too slow finds nothing: the cache is never
/// a reason for an error. After several failures it is left alone for a second at a time.
public final class RedisCache implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RedisCache.class);

  private static final Operation MGET = operation("MGET");
  private static final Operation CLAIM = operation("EVALSHA");

  private record Sent(
      ShardKeys shard, Optional<CompletionStage<List<KeyValue<String, byte[]>>>> answer) {}

  private final RedisLink link;
  private final CircuitBreaker breaker;
  private final CacheMeters meters;
  private final LongAdder unreadable = new LongAdder();

  public RedisCache(CacheSettings settings, CacheMeters meters) {
    this.meters = meters;
    this.link = new RedisLink(settings, meters);
    this.breaker =
        CircuitBreaker.of(
            "redis",
            CircuitBreakerConfig.custom()
                .slidingWindowSize(20)
                .minimumNumberOfCalls(5)
                .failureRateThreshold(50)
                .waitDurationInOpenState(Duration.ofSeconds(1))
                .permittedNumberOfCallsInHalfOpenState(3)
                .build());
    breaker
        .getEventPublisher()
        .onStateTransition(event -> LOG.info("Redis breaker: {}", event.getStateTransition()));
    meters.watch(this, breaker);
  }

  private static Operation operation(String command) {
    return Operation.of(Kind.CLIENT, command)
        .with("db.system.name", "redis")
        .with("db.operation.name", command);
  }

  /// One MGET for each shard, all at the same time; the answers in the same order.
  List<ShardLook> look(List<ShardKeys> shards) {
    return Tracing.within(MGET, () -> looked(shards));
  }

  private List<ShardLook> looked(List<ShardKeys> shards) {
    List<Sent> sent =
        shards.stream()
            .map(shard -> new Sent(shard, send(redis -> redis.mget(shard.withLease()))))
            .toList();
    return sent.stream().map(one -> received(one)).toList();
  }

  /// Fills one value, without waiting for it.
  void fill(CacheKeys keys, EventTopic topic, long provedAt, Entry entry) {
    Optional<CompletionStage<Boolean>> sent =
        send(redis -> new CacheScripts(redis).put(keys, topic, provedAt, entry));
    if (sent.isEmpty()) {
      meters.filledRedis(topic, Filled.SKIPPED);
      return;
    }
    CompletionStage<Boolean> _ =
        sent.get()
            .whenComplete((written, failure) ->
                meters.filledRedis(
                    topic,
                    failure != null ? Filled.FAILED : written ? Filled.WRITTEN : Filled.REFUSED));
  }

  /// Asks for the turn to read a value from the database.
  ///
  /// @return empty if Redis does not answer in time
  Optional<Turn> claim(String key, Duration lasts) {
    return Tracing.within(
        CLAIM,
        () ->
            send(redis -> new CacheScripts(redis).claim(key, lasts, Duration.ZERO))
                .flatMap(RedisCache::await));
  }

  /// The same for a value that must live for as long as `leftMin`, without waiting.
  Optional<CompletionStage<Turn>> claimLater(String key, Duration lasts, Duration leftMin) {
    return send(redis -> new CacheScripts(redis).claim(key, lasts, leftMin));
  }

  /// A value was there that this process cannot read: damaged, or written by a newer release.
  void countUnreadable() {
    unreadable.increment();
  }

  /// How many values could not be read, since the process started.
  public long unreadable() {
    return unreadable.sum();
  }

  /// Whether Redis answers now. Asked also while it is left alone.
  public boolean answers() {
    return link.commands().flatMap(redis -> await(redis.ping())).isPresent();
  }

  @Override
  public void close() {
    link.close();
  }

  private <T> Optional<CompletionStage<T>> send(
      Function<RedisAsyncCommands<String, byte[]>, CompletionStage<T>> command) {
    Optional<RedisAsyncCommands<String, byte[]>> redis = link.commands();
    if (redis.isEmpty() || !breaker.tryAcquirePermission()) {
      return Optional.empty();
    }
    long start = System.nanoTime();
    return Optional.of(
        command
            .apply(redis.get())
            .whenComplete((_, failure) -> count(System.nanoTime() - start, failure)));
  }

  /// A Redis that refuses is alive: when its memory is full it takes no fill, and still answers
  /// lookups.
  private void count(long nanos, @Nullable Throwable failure) {
    if (failure != null) {
      LOG.debug("Redis failed", failure);
    }
    if (failure == null || refused(failure)) {
      breaker.onSuccess(nanos, TimeUnit.NANOSECONDS);
    } else {
      breaker.onError(nanos, TimeUnit.NANOSECONDS, failure);
    }
  }

  private static boolean refused(Throwable failure) {
    return failure instanceof RedisCommandExecutionException
        || failure.getCause() instanceof RedisCommandExecutionException;
  }

  /// Lettuce ends each command that takes too long. To set an alarm for the waiting thread as well
  /// would cost more than all the rest of a lookup.
  private static <T> Optional<T> await(CompletionStage<T> answer) {
    try {
      return Optional.of(answer.toCompletableFuture().get());
    } catch (ExecutionException e) {
      LOG.debug("Redis did not answer", e);
      Tracing.failed(Objects.requireNonNullElse(e.getCause(), e).getClass().getName());
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private static ShardLook received(Sent sent) {
    return sent.answer()
        .flatMap(RedisCache::await)
        .map(RedisCache::understood)
        .orElseGet(() -> ShardLook.nothing(sent.shard().keys().size()));
  }

  private static ShardLook understood(List<KeyValue<String, byte[]>> answer) {
    List<Optional<byte[]>> values =
        answer.stream()
            .map(value ->
                value.hasValue() ? Optional.of(value.getValue()) : Optional.<byte[]>empty())
            .toList();
    Optional<Watermark> lease =
        values
            .getLast()
            .flatMap(bytes -> Watermark.decode(new String(bytes, StandardCharsets.US_ASCII)));
    return new ShardLook(lease, values.subList(0, values.size() - 1));
  }
}

package dev.tidemark.query.cache;

import dev.tidemark.events.EventTopic;
import dev.tidemark.runtime.metrics.Buckets;
import dev.tidemark.runtime.metrics.Metrics;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.metrics.MicrometerCommandLatencyRecorder;
import io.lettuce.core.metrics.MicrometerOptions;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What is measured of both tiers of the cache, by the kind of what is cached.
public final class CacheMeters {
  /// What a look into a tier came to.
  enum Got {
    HIT,
    /// It is known that there is no such thing.
    NEGATIVE,
    MISS,
    /// There was a value, but the reader has seen newer.
    STALE,
    /// Nobody vouches for what is there.
    BYPASS,
    UNREADABLE
  }

  /// What became of a fill.
  enum Filled {
    WRITTEN,
    /// Something newer stands there, or may have stood there.
    REFUSED,
    FAILED,
    /// It was not tried: Redis is left alone.
    SKIPPED
  }

  /// What waiting for what another instance reads came to.
  enum Waited {
    FILLED,
    /// It is this instance's turn to read.
    MINE,
    IN_VAIN,
    NO_ANSWER
  }

  private static final Set<Got> OF_NEAR_GETS = EnumSet.complementOf(EnumSet.of(Got.UNREADABLE));
  private static final Set<Filled> OF_NEAR_FILLS = EnumSet.of(Filled.WRITTEN, Filled.REFUSED);

  private final MeterRegistry registry;
  private final Map<EventTopic, Map<Got, Counter>> near = new EnumMap<>(EventTopic.class);
  private final Map<EventTopic, Map<Got, Counter>> redis = new EnumMap<>(EventTopic.class);
  private final Map<EventTopic, Map<Filled, Counter>> nearFills = new EnumMap<>(EventTopic.class);
  private final Map<EventTopic, Map<Filled, Counter>> redisFills = new EnumMap<>(EventTopic.class);
  private final Map<Waited, Timer> waits;
  private final Counter joinedReads;
  private final Counter joinedWaits;
  private final Counter joinedLooks;
  private final Counter refreshed;
  private final Counter notRefreshed;
  private final Counter evictedForRoom;
  private final Counter expired;

  public CacheMeters(Metrics metrics) {
    registry = metrics.registry();
    for (EventTopic topic : EventTopic.values()) {
      near.put(topic, each(OF_NEAR_GETS, got -> gets("near", topic, got)));
      redis.put(topic, each(EnumSet.allOf(Got.class), got -> gets("redis", topic, got)));
      nearFills.put(topic, each(OF_NEAR_FILLS, filled -> fills("near", topic, filled)));
      redisFills.put(
          topic, each(EnumSet.allOf(Filled.class), filled -> fills("redis", topic, filled)));
    }
    waits = each(EnumSet.allOf(Waited.class), this::waits);
    joinedReads = joins("row");
    joinedWaits = joins("turn");
    joinedLooks = joins("positions");
    refreshed = refreshes("done");
    notRefreshed = refreshes("failed");
    evictedForRoom = evictions("size");
    expired = evictions("expired");
  }

  private static <K extends Enum<K>, M> Map<K, M> each(Set<K> keys, Function<K, M> made) {
    Map<K, M> all = keys.stream().collect(Collectors.toMap(Function.identity(), made));
    return new EnumMap<>(all);
  }

  private Counter gets(String tier, EventTopic topic, Got got) {
    return Counter.builder("tidemark.cache.gets")
        .description("Looks into the cache, by what they came to")
        .tags("tier", tier, "kind", label(topic), "result", label(got))
        .register(registry);
  }

  private Counter fills(String tier, EventTopic topic, Filled filled) {
    return Counter.builder("tidemark.cache.fills")
        .description("Values put into the cache by readers, by what became of them")
        .tags("tier", tier, "kind", label(topic), "result", label(filled))
        .register(registry);
  }

  private Timer waits(Waited waited) {
    return Timer.builder("tidemark.cache.turn.wait")
        .description("How long readers waited for what another instance reads, by what came of it")
        .tag("result", label(waited))
        .serviceLevelObjectives(Buckets.latencies())
        .register(registry);
  }

  private Counter joins(String flight) {
    return Counter.builder("tidemark.cache.flight.joins")
        .description("Readers who shared what another one in this process was asking for already")
        .tag("flight", flight)
        .register(registry);
  }

  private Counter refreshes(String result) {
    return Counter.builder("tidemark.cache.refreshes")
        .description("Values read anew before they expire, since they are read often")
        .tag("result", result)
        .register(registry);
  }

  private Counter evictions(String cause) {
    return Counter.builder("tidemark.cache.near.evictions")
        .description("Values that this process let go of, though nothing overtook them")
        .tag("cause", cause)
        .register(registry);
  }

  private static String label(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  void near(EventTopic topic, Got got) {
    count(near, topic, got);
  }

  void redis(EventTopic topic, Got got) {
    count(redis, topic, got);
  }

  void filledNear(EventTopic topic, boolean kept) {
    count(nearFills, topic, kept ? Filled.WRITTEN : Filled.REFUSED);
  }

  void filledRedis(EventTopic topic, Filled filled) {
    count(redisFills, topic, filled);
  }

  void waited(Waited waited, long tookNanos) {
    Objects.requireNonNull(waits.get(waited)).record(tookNanos, TimeUnit.NANOSECONDS);
  }

  void joinedRead() {
    joinedReads.increment();
  }

  void joinedWait() {
    joinedWaits.increment();
  }

  public void joinedLook() {
    joinedLooks.increment();
  }

  void refreshed() {
    refreshed.increment();
  }

  void notRefreshed() {
    notRefreshed.increment();
  }

  void evictedForRoom() {
    evictedForRoom.increment();
  }

  void expired() {
    expired.increment();
  }

  private static <K extends Enum<K>> void count(
      Map<EventTopic, Map<K, Counter>> counters, EventTopic topic, K what) {
    Objects.requireNonNull(Objects.requireNonNull(counters.get(topic)).get(what)).increment();
  }

  void watch(NearCache cache) {
    Gauge.builder("tidemark.cache.near.values", cache, NearCache::values)
        .description("Values in this process's memory, about")
        .strongReference(true)
        .register(registry);
    Gauge.builder("tidemark.cache.near.current", cache, its -> its.isCurrent() ? 1 : 0)
        .description("1 if the near cache knows the log's end well enough to be asked, else 0")
        .strongReference(true)
        .register(registry);
  }

  void watch(RedisCache cache, CircuitBreaker breaker) {
    FunctionCounter.builder("tidemark.cache.unreadable", cache, RedisCache::unreadable)
        .description("Cached values that this process could not read: damaged, or of a newer code")
        .register(registry);
    for (var state :
        new CircuitBreaker.State[] {
          CircuitBreaker.State.CLOSED, CircuitBreaker.State.OPEN, CircuitBreaker.State.HALF_OPEN
        }) {
      Gauge.builder("tidemark.breaker.state", breaker, its -> its.getState() == state ? 1 : 0)
          .description("1 for the state in which the breaker is, else 0")
          .tags("breaker", breaker.getName(), "state", label(state))
          .strongReference(true)
          .register(registry);
    }
  }

  /// Latencies of Redis by command, as Lettuce measures them.
  CommandLatencyRecorder commands() {
    return new MicrometerCommandLatencyRecorder(registry, MicrometerOptions.create());
  }
}

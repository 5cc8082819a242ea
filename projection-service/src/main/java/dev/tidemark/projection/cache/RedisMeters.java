package dev.tidemark.projection.cache;

import dev.tidemark.runtime.metrics.Metrics;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;

/// What Redis says of itself, as it was asked last. While it does not answer, that is what stays;
/// `tidemark_projection_store_up` tells.
public final class RedisMeters {
  private final MeterRegistry registry;
  private final RedisLink redis;
  private volatile Map<String, String> info = Map.of();

  public RedisMeters(Metrics metrics, RedisLink redis) {
    this.registry = metrics.registry();
    this.redis = redis;
  }

  /// Asks Redis.
  ///
  /// @throws CacheException if it does not answer
  public void look() {
    boolean first = info.isEmpty();
    info = redis.info();
    if (first && !info.isEmpty()) {
      register();
    }
  }

  /// Once there is something to tell: a count that began at zero would look like a leap.
  private void register() {
    counter("keyspace.hits", "keyspace_hits", "Keys that were asked for and there");
    counter("keyspace.misses", "keyspace_misses", "Keys that were asked for and absent");
    counter("evicted.keys", "evicted_keys", "Keys that gave way for want of memory");
    counter("expired.keys", "expired_keys", "Keys whose time to live was over");
    counter("commands", "total_commands_processed", "Commands of all clients");
    gauge("memory.used.bytes", "used_memory", "Memory in use");
    gauge("memory.max.bytes", "maxmemory", "Memory from which keys are evicted; 0: none");
    gauge("clients", "connected_clients", "Connections of clients");
    gauge("replicas", "connected_slaves", "Replicas that follow it");
  }

  private double number(String field) {
    try {
      return Double.parseDouble(info.getOrDefault(field, "0"));
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private void counter(String name, String field, String meaning) {
    FunctionCounter.builder("tidemark.redis." + name, this, it -> it.number(field))
        .description(meaning)
        .register(registry);
  }

  private void gauge(String name, String field, String meaning) {
    Gauge.builder("tidemark.redis." + name, this, it -> it.number(field))
        .description(meaning)
        .strongReference(true)
        .register(registry);
  }
}

package dev.tidemark.projection.cache;

import dev.tidemark.runtime.metrics.Metrics;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;

/// What Redis says of itself, as it was asked last. While it does not answer, that is what stays;
/// `tidemark_projection_store_up` tells.
public final class RedisMeters {
  private final RedisLink redis;
  private volatile Map<String, String> info = Map.of();

  public RedisMeters(Metrics metrics, RedisLink redis) {
    this.redis = redis;
    MeterRegistry registry = metrics.registry();
    counter(registry, "keyspace.hits", "keyspace_hits", "Keys that were asked for and there");
    counter(registry, "keyspace.misses", "keyspace_misses", "Keys that were asked for and absent");
    counter(registry, "evicted.keys", "evicted_keys", "Keys that gave way for want of memory");
    counter(registry, "expired.keys", "expired_keys", "Keys whose time to live was over");
    counter(registry, "commands", "total_commands_processed", "Commands of all clients");
    gauge(registry, "memory.used.bytes", "used_memory", "Memory in use");
    gauge(registry, "memory.max.bytes", "maxmemory", "Memory from which keys are evicted; 0: none");
    gauge(registry, "clients", "connected_clients", "Connections of clients");
    gauge(registry, "replicas", "connected_slaves", "Replicas that follow it");
  }

  /// Asks Redis.
  ///
  /// @throws CacheException if it does not answer
  public void look() {
    info = redis.info();
  }

  private double number(String field) {
    try {
      return Double.parseDouble(info.getOrDefault(field, "0"));
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private void counter(MeterRegistry registry, String name, String field, String meaning) {
    FunctionCounter.builder("tidemark.redis." + name, this, it -> it.number(field))
        .description(meaning)
        .register(registry);
  }

  private void gauge(MeterRegistry registry, String name, String field, String meaning) {
    Gauge.builder("tidemark.redis." + name, this, it -> it.number(field))
        .description(meaning)
        .strongReference(true)
        .register(registry);
  }
}

package dev.tidemark.projection.store;

import dev.tidemark.projection.store.ServerLook.Server;
import dev.tidemark.runtime.metrics.Metrics;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToDoubleFunction;

/// What PostgreSQL says of itself, as it was asked last. While it does not answer, that is what
/// stays; `tidemark_projection_store_up` tells.
public final class PostgresMeters {
  private final ServerLook look;
  private volatile Server server = Server.UNKNOWN;

  public PostgresMeters(Metrics metrics, ServerLook look) {
    this.look = look;
    MeterRegistry registry = metrics.registry();
    gauge(registry, "connections", "To this database", Server::connections);
    gauge(registry, "connections.max", "To the whole server", Server::connectionsMax);
    gauge(registry, "replicas", "Replicas that follow it", Server::replicas);
    gauge(
        registry,
        "replica.lag.bytes",
        "Log that the slowest replica has not applied",
        Server::replicaLagBytes);
    counter(registry, "commits", "Transactions that were committed", Server::commits);
    counter(registry, "rollbacks", "Transactions that were rolled back", Server::rollbacks);
    counter(registry, "deadlocks", "Transactions that waited for each other", Server::deadlocks);
    counter(registry, "blocks.hit", "Blocks found in its memory", Server::blocksHit);
    counter(registry, "blocks.read", "Blocks not found in its memory", Server::blocksRead);
  }

  /// Asks PostgreSQL.
  ///
  /// @throws StoreException if it does not answer
  public void look() {
    server = look.look();
  }

  private void gauge(
      MeterRegistry registry, String name, String meaning, ToDoubleFunction<Server> value) {
    Gauge.builder("tidemark.postgres." + name, this, it -> value.applyAsDouble(it.server))
        .description(meaning)
        .strongReference(true)
        .register(registry);
  }

  private void counter(
      MeterRegistry registry, String name, String meaning, ToDoubleFunction<Server> value) {
    FunctionCounter.builder("tidemark.postgres." + name, this, it -> value.applyAsDouble(it.server))
        .description(meaning)
        .register(registry);
  }
}

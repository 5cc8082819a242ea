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
  private final MeterRegistry registry;
  private final ServerLook look;
  private volatile Server server = Server.UNKNOWN;

  public PostgresMeters(Metrics metrics, ServerLook look) {
    this.registry = metrics.registry();
    this.look = look;
  }

  /// Asks PostgreSQL.
  ///
  /// @throws StoreException if it does not answer
  public void look() {
    boolean first = server.equals(Server.UNKNOWN);
    server = look.look();
    if (first && !server.equals(Server.UNKNOWN)) {
      register();
    }
  }

  /// Once there is something to tell: a count that began at zero would look like a leap.
  private void register() {
    gauge("connections", "To this database", Server::connections);
    gauge("connections.max", "To the whole server", Server::connectionsMax);
    gauge("replicas", "Replicas that follow it", Server::replicas);
    gauge(
        "replica.lag.bytes",
        "Log that the slowest replica has not applied",
        Server::replicaLagBytes);
    counter("commits", "Transactions that were committed", Server::commits);
    counter("rollbacks", "Transactions that were rolled back", Server::rollbacks);
    counter("deadlocks", "Transactions that waited for each other", Server::deadlocks);
    counter("blocks.hit", "Blocks found in its memory", Server::blocksHit);
    counter("blocks.read", "Blocks not found in its memory", Server::blocksRead);
  }

  private void gauge(String name, String meaning, ToDoubleFunction<Server> value) {
    Gauge.builder("tidemark.postgres." + name, this, it -> value.applyAsDouble(it.server))
        .description(meaning)
        .strongReference(true)
        .register(registry);
  }

  private void counter(String name, String meaning, ToDoubleFunction<Server> value) {
    FunctionCounter.builder("tidemark.postgres." + name, this, it -> value.applyAsDouble(it.server))
        .description(meaning)
        .register(registry);
  }
}

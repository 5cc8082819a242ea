package dev.tidemark.projection;

import dev.tidemark.projection.rebuild.LiveGenerations;
import dev.tidemark.projection.store.ControlSchema;
import dev.tidemark.projection.store.DatabaseSettings;
import dev.tidemark.projection.store.Generations;
import dev.tidemark.projection.store.StoreException;
import dev.tidemark.runtime.StartupException;
import dev.tidemark.runtime.health.Health;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Lets the service start once its tables are there: waits for PostgreSQL as long as it takes, but
/// not for a schema that does not fit.
final class SchemaGate {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final DatabaseSettings settings;
  private final Generations generations;
  private final LiveGenerations live;
  private volatile Health.State state = Health.State.down("not asked yet");

  SchemaGate(DatabaseSettings settings, Generations generations, LiveGenerations live) {
    this.settings = settings;
    this.generations = generations;
    this.live = live;
  }

  void pass(Health health) throws InterruptedException {
    health.register("schema", () -> state);
    // Nobody opens it: the process may be stopped while it waits.
    var never = new CountDownLatch(1);
    while (!migrated()) {
      boolean _ = never.await(RETRY_AFTER.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private boolean migrated() {
    try {
      ControlSchema.migrate(settings);
      live.follow(generations.lineup());
      state = Health.State.up(live.lineup().serving().schema());
      return true;
    } catch (StoreException e) {
      state = Health.State.down(String.valueOf(e.getMessage()));
      return false;
    } catch (IllegalStateException e) {
      throw new StartupException(String.valueOf(e.getMessage()), e);
    }
  }
}

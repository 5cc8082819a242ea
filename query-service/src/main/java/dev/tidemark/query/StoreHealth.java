package dev.tidemark.query;

import dev.tidemark.query.cache.RedisCache;
import dev.tidemark.query.store.Database;
import dev.tidemark.query.store.StoreUnavailableException;
import dev.tidemark.runtime.StartupException;
import dev.tidemark.runtime.health.Health;
import dev.tidemark.runtime.health.Health.State;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One store is enough to answer; without the other the service is degraded.
final class StoreHealth {
  private static final Duration REMEMBERED = Duration.ofMillis(500);

  private static final Logger LOG = LoggerFactory.getLogger(StoreHealth.class);

  private record Seen(boolean redis, long unreadable, State postgres, long atNanos) {}

  private final Supplier<Database> database;
  private final RedisCache cache;
  private final int partitions;
  private Seen seen;

  StoreHealth(Supplier<Database> database, RedisCache cache, int partitions) {
    this.database = database;
    this.cache = cache;
    this.partitions = partitions;
    this.seen = look();
  }

  void register(Health health) {
    health.register("redis", this::redis);
    health.register("postgres", this::postgres);
  }

  /// With another number of shards, ids would be looked for in the wrong places.
  ///
  /// @throws StartupException if the views are there and have more shards than the settings say
  void requireSameShards() {
    try {
      int shards = database.get().shards();
      if (shards > partitions) {
        throw new StartupException(mismatch(shards));
      }
    } catch (StoreUnavailableException e) {
      LOG.warn("PostgreSQL does not answer yet: what is cached can be read until it does");
    }
  }

  private State redis() {
    Seen now = seen();
    if (now.redis()) {
      return State.up("answers, " + now.unreadable() + " values could not be read so far");
    }
    boolean alone = now.postgres().level() == Health.Level.DOWN;
    return alone ? State.down("does not answer") : State.degraded("does not answer");
  }

  private State postgres() {
    Seen now = seen();
    State state = now.postgres();
    boolean mended = state.level() == Health.Level.DOWN && now.redis();
    return mended ? State.degraded(state.detail()) : state;
  }

  /// Both checks of one report, and reports close together, share what was seen.
  private synchronized Seen seen() {
    if (System.nanoTime() - seen.atNanos() > REMEMBERED.toNanos()) {
      seen = look();
    }
    return seen;
  }

  private Seen look() {
    return new Seen(cache.answers(), cache.unreadable(), lookAtPostgres(), System.nanoTime());
  }

  private State lookAtPostgres() {
    try {
      int shards = database.get().shards();
      return shards <= partitions
          ? State.up("answers, " + shards + " shards")
          : State.down(mismatch(shards));
    } catch (StoreUnavailableException e) {
      return State.down(String.valueOf(e.getMessage()));
    }
  }

  private String mismatch(int shards) {
    return "QUERY_PARTITIONS is " + partitions + ", but the views have " + shards + " shards";
  }
}

package dev.tidemark.projection.admin;

import dev.tidemark.events.EventTopic;
import dev.tidemark.projection.batch.Positions;
import dev.tidemark.projection.cache.CacheLook;
import dev.tidemark.projection.log.LogLook;
import dev.tidemark.projection.rebuild.LiveGenerations;
import dev.tidemark.projection.runtime.ShardStatus;
import dev.tidemark.projection.store.StoreLook;
import dev.tidemark.projection.store.StoreLook.ParkedCount;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// How far the stores are behind the log, of all shards, whichever instance works on them. It asks
/// the stores themselves, so it is true also if nobody works. Thread-safe.
public final class LagLook {
  private final LogLook log;
  private final StoreLook store;
  private final CacheLook cache;
  private final LiveGenerations live;
  private final InstantSource clock;

  public LagLook(
      LogLook log, StoreLook store, CacheLook cache, LiveGenerations live, InstantSource clock) {
    this.log = log;
    this.store = store;
    this.cache = cache;
    this.live = live;
    this.clock = clock;
  }

  /// What cannot be asked is absent in it.
  public LagReport report() {
    var asking = new Asking();
    // Against the stream: else what comes in between would let a store seem to be ahead of the log.
    var cached = cached(asking);
    var applied = asking.ask(Asking.POSTGRES, store::positions).orElseGet(TreeMap::new);
    var parked = asking.ask(Asking.POSTGRES, store::parked);
    var ends = asking.ask(Asking.KAFKA, log::ends);
    Map<Integer, Positions> written = written(applied, cached);
    var oldest = oldest(asking, ends, applied);
    // Mostly the cache is where the rows are.
    var oldestUncached = written.equals(applied) ? oldest : oldest(asking, ends, written);
    int shards =
        Math.max(ends.map(List::size).orElse(0), applied.isEmpty() ? 0 : applied.lastKey() + 1);
    var report =
        IntStream.range(0, shards)
            .mapToObj(shard ->
                shard(
                    shard,
                    ends.filter(all -> shard < all.size()).map(all -> all.get(shard)),
                    Optional.ofNullable(applied.get(shard)),
                    oldest.map(all -> ageMs(all.get(shard))),
                    oldestUncached.map(all -> ageMs(all.get(shard))),
                    Optional.ofNullable(cached.get(shard)),
                    parked.map(all -> all.getOrDefault(shard, ParkedCount.NONE))))
            .toList();
    return new LagReport(clock.instant(), report, asking.unavailable());
  }

  /// Of the shards that are known to PostgreSQL, or else to the log.
  private Map<Integer, CacheLook.Shard> cached(Asking asking) {
    int shards =
        asking
            .ask(Asking.POSTGRES, store::positions)
            .filter(all -> !all.isEmpty())
            .map(all -> all.lastKey() + 1)
            .or(() -> asking.ask(Asking.KAFKA, log::ends).map(List::size))
            .orElse(0);
    var cached = new HashMap<Integer, CacheLook.Shard>();
    for (int i = 0; i < shards; i++) {
      int shard = i;
      asking
          .ask(Asking.REDIS, () -> cache.shard(live.generation(), shard))
          .ifPresent(found -> cached.put(shard, found));
    }
    return cached;
  }

  /// Where each cache stands, as far as it is known, and else where its rows do.
  private static Map<Integer, Positions> written(
      Map<Integer, Positions> applied, Map<Integer, CacheLook.Shard> cached) {
    var written = new TreeMap<Integer, Positions>(applied);
    cached.forEach((shard, look) -> look.watermark().ifPresent(at -> written.put(shard, at)));
    return written;
  }

  private Optional<Map<Integer, Instant>> oldest(
      Asking asking, Optional<List<Positions>> ends, Map<Integer, Positions> standing) {
    return ends.flatMap(all -> asking.ask(Asking.KAFKA, () -> log.oldest(behind(standing, all))));
  }

  private static Map<Integer, Positions> behind(
      Map<Integer, Positions> applied, List<Positions> ends) {
    var behind = new HashMap<Integer, Positions>();
    for (int shard = 0; shard < ends.size(); shard++) {
      Positions at = applied.getOrDefault(shard, Positions.START);
      if (ends.get(shard).isBeyond(at)) {
        behind.put(shard, at);
      }
    }
    return behind;
  }

  private ShardLag shard(
      int shard,
      Optional<Positions> end,
      Optional<Positions> applied,
      Optional<Long> ageMs,
      Optional<Long> uncachedMs,
      Optional<CacheLook.Shard> cached,
      Optional<ParkedCount> parked) {
    var watermark = cached.flatMap(CacheLook.Shard::watermark);
    return new ShardLag(
        shard,
        end.flatMap(to -> applied.map(from -> distance(from, to))).orElse(null),
        ageMs.orElse(null),
        end.orElse(null),
        applied.orElse(null),
        watermark.orElse(null),
        applied.flatMap(to -> watermark.map(from -> distance(from, to))).orElse(null),
        watermark.flatMap(_ -> uncachedMs).orElse(null),
        cached.map(each -> each.lease().map(Duration::toMillis).orElse(0L)).orElse(null),
        parked.map(ParkedCount::records).orElse(null),
        parked.map(ParkedCount::aggregates).orElse(null),
        worker(shard));
  }

  private long ageMs(@Nullable Instant oldest) {
    return oldest == null ? 0 : Math.max(0, Duration.between(oldest, clock.instant()).toMillis());
  }

  private ShardLag.@Nullable Worker worker(int shard) {
    for (ShardStatus status : live.serving()) {
      if (status.shard() == shard) {
        return new ShardLag.Worker(status.state().name(), status.reason(), status.cache().detail());
      }
    }
    return null;
  }

  private static long distance(Positions from, Positions to) {
    long distance = 0;
    for (EventTopic topic : EventTopic.values()) {
      distance += Math.max(0, to.of(topic) - from.of(topic));
    }
    return distance;
  }
}

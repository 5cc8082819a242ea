package dev.tidemark.query.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import dev.tidemark.events.EventTopic;
import dev.tidemark.events.consistency.ConsistencyToken;
import dev.tidemark.events.consistency.Position;
import dev.tidemark.query.cache.CacheMeters.Got;
import dev.tidemark.query.cache.NearShard.Entry;
import dev.tidemark.query.cache.NearShard.Seen;
import dev.tidemark.query.consistency.Positions;
import dev.tidemark.query.consistency.Reading;
import dev.tidemark.query.consistency.Source;
import dev.tidemark.query.log.LogTail;
import dev.tidemark.runtime.health.Health.State;
import dev.tidemark.views.cache.CacheKeys;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Views in this process's memory, kept right by following the log. Thread-safe.
///
/// A value is *current at a position* if no event of its aggregate stands between the last one
/// folded into it and that position. Whoever reads one from Redis or PostgreSQL reads such a
/// position with it: the lease's, or the snapshot's. From there on the log itself tells: its tail
/// names the aggregate of each new record, and the value is dropped. So a value that is still here
/// is current at every position that the tail has passed, and that is what tokens are compared
/// with.
///
/// - A value that was read before an event and arrives after it is refused: each partition
///   remembers the last events, and below those it remembers nothing is believed. See [NearShard].
/// - The tail itself may be late, or dead. So the log's end is asked for, again and again, and the
///   tail counts as current as of the moment *before* the question, once it has passed the answer.
///   When that moment is too long ago, the cache is bypassed.
/// - What an answer reflects is said modestly, as the position that was read with the value, not
///   the tail's: the tail is ahead of the views, and a token from there would make the same reader
///   wait elsewhere for nothing.
///
/// Docs: decision 13.
public final class NearCache implements LogTail.Watcher {
  /// Over all partitions.
  private static final int RECENT_MAX = 1 << 16;

  /// An object is larger than its JSON, and so is its place.
  private static final int WEIGHT_FACTOR = 3;

  private static final int WEIGHT_OF_A_PLACE = 250;

  private final NearSettings settings;
  private final Guards guards;
  private final CacheMeters meters;
  private final Cache<String, Entry> entries;
  private final Map<EventTopic, List<NearShard>> shards = new EnumMap<>(EventTopic.class);
  private volatile String trouble = "not begun";

  /// Bypassed until somebody tells it of the log.
  public NearCache(NearSettings settings, int shardCount, Guards guards, CacheMeters meters) {
    this.settings = settings;
    this.guards = guards;
    this.meters = meters;
    this.entries =
        Caffeine.newBuilder()
            .maximumWeight(settings.bytesMax())
            .<String, Entry>weigher((key, entry) -> entry.weight())
            .expireAfterWrite(settings.timeToLive())
            .evictionListener((_, _, cause) -> evicted(cause))
            .executor(Runnable::run)
            .build();
    int recentMax = Math.max(1, RECENT_MAX / (EventTopic.values().length * shardCount));
    for (EventTopic topic : EventTopic.values()) {
      var ofTopic = new ArrayList<NearShard>();
      for (int shard = 0; shard < shardCount; shard++) {
        ofTopic.add(new NearShard(entries, recentMax, guards.fence()));
      }
      shards.put(topic, ofTopic);
    }
    meters.watch(this);
  }

  private void evicted(RemovalCause cause) {
    if (cause == RemovalCause.SIZE) {
      meters.evictedForRoom();
    } else {
      meters.expired();
    }
  }

  /// The view, or that there is none, if that is known and may be told to this reader.
  <V extends Record> Optional<Reading<Optional<Shown<V>>>> find(
      CacheKey<V> key, ConsistencyToken token) {
    EventTopic topic = key.kind().topic();
    NearShard shard = shard(topic, key.shard());
    Seen seen = shard.seen();
    if (!seen.isCurrent(System.nanoTime(), settings.lagMax().toNanos())) {
      meters.near(topic, Got.BYPASS);
      return Optional.empty();
    }
    Optional<Entry> entry = shard.find(key.place(), key.kind().generation(), seen);
    if (entry.isEmpty()) {
      meters.near(topic, Got.MISS);
      return Optional.empty();
    }
    if (!reached(entry.get(), seen, token.offset(topic, key.shard()))) {
      meters.near(topic, Got.STALE);
      return Optional.empty();
    }
    meters.near(topic, entry.get().view() == null ? Got.NEGATIVE : Got.HIT);
    return Optional.of(reading(key, entry.get()));
  }

  /// Keeps what was read elsewhere, if it is still known to be right.
  ///
  /// @param version as in [dev.tidemark.views.cache.CachedValue]
  /// @param provedAt the position that the store had reached, read together with the value
  /// @param bytes its size as JSON
  <V extends Record> void keep(
      CacheKey<V> key, long version, long provedAt, @Nullable Shown<V> view, int bytes) {
    int weight = WEIGHT_FACTOR * (bytes + key.place().length()) + WEIGHT_OF_A_PLACE;
    EventTopic topic = key.kind().topic();
    boolean kept =
        shard(topic, key.shard())
            .keep(key.place(), key.kind().generation(), version, provedAt, view, weight);
    meters.filledNear(topic, kept);
  }

  /// For operators.
  public State state() {
    return isCurrent()
        ? State.up("about " + values() + " values")
        : State.degraded("bypassed: " + (trouble.isEmpty() ? "behind the log" : trouble));
  }

  /// Whether it would be asked, for every shard.
  boolean isCurrent() {
    long now = System.nanoTime();
    return shards.values().stream()
        .flatMap(List::stream)
        .allMatch(shard -> shard.seen().isCurrent(now, settings.lagMax().toNanos()));
  }

  /// About how many there are.
  long values() {
    return entries.estimatedSize();
  }

  @Override
  public void begins(Positions from) {
    shards.forEach((topic, ofTopic) -> {
      for (int shard = 0; shard < ofTopic.size(); shard++) {
        ofTopic.get(shard).begins(from.next(topic, shard));
      }
    });
    trouble = "";
  }

  @Override
  public void happened(Position position, Optional<String> aggregate) {
    String key =
        aggregate
            .map(id -> CacheKeys.place(position.partition(), position.topic(), id))
            .orElse(null);
    shard(position.topic(), position.partition()).happened(position.offset(), key);
  }

  @Override
  public void passed(EventTopic topic, int shard, long next) {
    shard(topic, shard).passed(next);
  }

  @Override
  public void endWas(ConsistencyToken last, long atNanos) {
    shards.forEach((topic, ofTopic) -> {
      for (int shard = 0; shard < ofTopic.size(); shard++) {
        OptionalLong offset = last.offset(topic, shard);
        ofTopic.get(shard).endWas(offset.isPresent() ? offset.getAsLong() + 1 : 0, atNanos);
      }
    });
  }

  @Override
  public void lost(String reason) {
    trouble = reason;
    shards.values().forEach(ofTopic -> ofTopic.forEach(NearShard::lost));
    entries.invalidateAll();
  }

  private boolean reached(Entry entry, Seen seen, OptionalLong token) {
    long knownTo = Math.max(seen.next(), Math.max(entry.provedAt(), entry.version() + 1));
    return token.isEmpty() || token.getAsLong() < knownTo || !guards.tokens();
  }

  /// Keys name the kind of view, so what lies under one is of its type.
  @SuppressWarnings("unchecked")
  private static <V extends Record> Reading<Optional<Shown<V>>> reading(
      CacheKey<V> key, Entry entry) {
    long offset = Math.max(entry.version(), entry.provedAt() - 1);
    var reflected = ConsistencyToken.of(new Position(key.kind().topic(), key.shard(), offset));
    return Reading.from(Source.NEAR, Optional.ofNullable((Shown<V>) entry.view()), reflected);
  }

  private NearShard shard(EventTopic topic, int shard) {
    return Objects.requireNonNull(shards.get(topic)).get(shard);
  }
}

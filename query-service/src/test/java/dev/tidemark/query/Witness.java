package dev.tidemark.query;

import dev.tidemark.events.EventTopic;
import dev.tidemark.events.consistency.ConsistencyToken;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;

/// Knows what was written when, hears what readers were told, and remembers every lie. Thread-safe.
///
/// How stale an answer was is measured from below: from when the next version was *seen* in
/// PostgreSQL, which is after it was committed, to when the reader asked, which is before it was
/// answered. So a busy machine makes no answer look staler than it was.
final class Witness {
  private static final int LIES_MAX = 20;

  /// The newest version of a user that a writer was told to be accepted.
  record Accepted(long version, ConsistencyToken token) {}

  static final Accepted NOTHING = new Accepted(0, ConsistencyToken.EMPTY);

  private final long stalenessMaxNanos;
  private final Map<String, Accepted> accepted = new ConcurrentHashMap<>();
  private final Map<String, List<Long>> offsets = new ConcurrentHashMap<>();
  private final List<ConcurrentSkipListMap<Long, Long>> seenInPostgres = new ArrayList<>();
  private final Map<String, LongAdder> answers = new ConcurrentHashMap<>();
  private final Map<String, Long> stalest = new ConcurrentHashMap<>();
  private final List<String> lies = new CopyOnWriteArrayList<>();
  private final LongAdder withToken = new LongAdder();

  /// @param stalenessMax of an answer to a reader who has seen nothing
  Witness(Duration stalenessMax) {
    this.stalenessMaxNanos = stalenessMax.toNanos();
    for (int shard = 0; shard < Samples.SHARDS; shard++) {
      seenInPostgres.add(new ConcurrentSkipListMap<>());
    }
  }

  /// Called by the only writer of the user, after its transaction was committed.
  void wrote(String user, long version, ConsistencyToken token) {
    long offset = token.offset(EventTopic.USERS, shard(user)).orElseThrow();
    offsets.computeIfAbsent(user, _ -> Collections.synchronizedList(new ArrayList<>())).add(offset);
    accepted.put(user, new Accepted(version, token));
  }

  /// PostgreSQL stands here, at some time before now.
  void standsAt(int shard, long next, long nowNanos) {
    seenInPostgres.get(shard).putIfAbsent(next, nowNanos);
  }

  Accepted accepted(String user) {
    return accepted.getOrDefault(user, NOTHING);
  }

  /// @param atLeast the version that the reader was entitled to
  void told(String how, String user, long version, long atLeast, String source) {
    answers.computeIfAbsent(how + " from " + source, _ -> new LongAdder()).increment();
    withToken.increment();
    if (version < atLeast) {
      lied(how + " of " + user + " from " + source + ": " + version + " instead of " + atLeast);
    }
  }

  /// @param askedAtNanos before the request was sent
  void toldEventually(String user, long version, long askedAtNanos, String source) {
    answers.computeIfAbsent("eventual from " + source, _ -> new LongAdder()).increment();
    long staleness = askedAtNanos - overtakenAt(user, version, askedAtNanos);
    stalest.merge(source, staleness, Math::max);
    if (staleness > stalenessMaxNanos) {
      lied(
          "%s from %s: %d is stale since %d ms"
              .formatted(user, source, version, staleness / 1_000_000));
    }
  }

  void refused(String code) {
    answers.computeIfAbsent("refused: " + code, _ -> new LongAdder()).increment();
  }

  void lied(String what) {
    if (lies.size() < LIES_MAX) {
      lies.add(what);
    }
  }

  List<String> lies() {
    return lies;
  }

  /// Reads that were entitled to something.
  long withToken() {
    return withToken.sum();
  }

  long answersFrom(String source) {
    return answers.entrySet().stream()
        .filter(entry -> entry.getKey().endsWith(" from " + source))
        .mapToLong(entry -> entry.getValue().sum())
        .sum();
  }

  String report() {
    var text = new StringBuilder();
    new TreeMap<>(answers)
        .forEach((what, count) -> text.append("%n  %,9d %s".formatted(count.sum(), what)));
    new TreeMap<>(stalest)
        .forEach((source, nanos) ->
            text.append("%n  stalest from %s: %d ms".formatted(source, nanos / 1_000_000)));
    return text.append("%n  lies: %s".formatted(lies)).toString();
  }

  /// When the version after this one was first seen in PostgreSQL; `now` if it was not yet.
  private long overtakenAt(String user, long version, long now) {
    List<Long> written = offsets.getOrDefault(user, List.of());
    if (version >= written.size()) {
      return now;
    }
    var seen = seenInPostgres.get(shard(user)).higherEntry(written.get((int) version));
    return seen == null ? now : Math.min(now, seen.getValue());
  }

  private static int shard(String user) {
    return Samples.shard(Samples.user(user, 1));
  }
}

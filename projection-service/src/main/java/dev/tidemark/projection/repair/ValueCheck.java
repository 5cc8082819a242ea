package dev.tidemark.projection.repair;

import dev.tidemark.projection.batch.Aggregate;
import dev.tidemark.projection.batch.LogFold;
import dev.tidemark.projection.cache.CacheValues.Found;
import dev.tidemark.projection.cache.CacheValues.Looked;
import dev.tidemark.projection.store.RowsAt;
import dev.tidemark.projection.store.ViewRepairs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Values of the cache, held against the log. What moved on meanwhile is looked at again, within
/// bounds; each time against what the log says by then.
final class ValueCheck {
  /// Long enough for a cache that was flushed to be taken by its writer.
  private static final int LOOKS_MAX = 12;

  private static final Duration LOOK_AGAIN_AFTER = Duration.ofMillis(250);

  private final Stores stores;
  private final Wish wish;
  private final int shard;
  private final Tally tally;
  private final Pulse pulse;

  /// What claimed to be newer when it was first looked at.
  private final Map<Aggregate, byte[]> newer = new HashMap<>();

  ValueCheck(Stores stores, Wish wish, int shard, Tally tally, Pulse pulse) {
    this.stores = stores;
    this.wish = wish;
    this.shard = shard;
    this.tally = tally;
    this.pulse = pulse;
  }

  void check(List<Aggregate> chunk, ViewRepairs.Truth truth) {
    List<Aggregate> left = chunk;
    for (int look = 1; look <= LOOKS_MAX && !left.isEmpty(); look++) {
      if (look > 1) {
        pulse.rest(LOOK_AGAIN_AFTER);
        pulse.beat();
      }
      RowsAt at = stores.views().rows(shard, List.of());
      LogFold fold = truth.at(at.standing(), at.leftOut(), Sweep.PATIENCE);
      List<Aggregate> decided = left.stream().filter(fold::isDecided).toList();
      var again = new ArrayList<Aggregate>();
      for (Looked each : stores.cache().look(shard, decided, fold::row, at.standing())) {
        if (!isSettled(each, fold, at)) {
          again.add(each.aggregate());
        }
      }
      left = again;
    }
    left.forEach(each ->
        tally.failed(
            Finding.REDIS, Finding.name(each), "it would not hold still, or has no writer"));
  }

  private boolean isSettled(Looked looked, LogFold fold, RowsAt at) {
    Aggregate aggregate = looked.aggregate();
    boolean fills = wish.kind().fillsTheCache() && fold.row(aggregate).isPresent();
    return switch (looked.found()) {
      case EQUAL -> equal();
      case ABSENT -> fills ? isFilled(aggregate, fold, at) : equal();
      case BEHIND -> {
        if (fills) {
          yield isFilled(aggregate, fold, at);
        }
        tally.behind();
        yield true;
      }
      case NEWER -> isNonsense(looked) && mended(looked, fold, at);
      case STALE, DIFFERENT -> mended(looked, fold, at);
    };
  }

  private boolean equal() {
    tally.equal(1);
    return true;
  }

  /// The rows have moved on since, and would have reached it if it were true.
  private boolean isNonsense(Looked looked) {
    byte[] bytes = looked.bytes().orElseThrow();
    byte[] before = newer.putIfAbsent(looked.aggregate(), bytes);
    return before != null && Arrays.equals(before, bytes);
  }

  private boolean isFilled(Aggregate aggregate, LogFold fold, RowsAt at) {
    boolean filled =
        !wish.mend()
            || stores
                .cache()
                .put(shard, aggregate, fold.row(aggregate).orElseThrow(), at.standing());
    if (filled) {
      tally.applied();
    }
    return filled;
  }

  private boolean mended(Looked looked, LogFold fold, RowsAt at) {
    Aggregate aggregate = looked.aggregate();
    if (wish.mend()) {
      if (!stores.cache().drop(shard, looked)) {
        return false;
      }
      // To be absent is right; a reader would fill it, too.
      fold.row(aggregate)
          .ifPresent(row -> {
            boolean _ = stores.cache().put(shard, aggregate, row, at.standing());
          });
    }
    Found verdict = looked.found() == Found.NEWER ? Found.DIFFERENT : looked.found();
    tally.mendable(Finding.REDIS, Finding.name(aggregate), verdict, wish.mend());
    return true;
  }
}

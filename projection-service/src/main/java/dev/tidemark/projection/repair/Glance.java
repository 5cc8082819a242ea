package dev.tidemark.projection.repair;

import dev.tidemark.events.EventTopic;
import dev.tidemark.projection.batch.Aggregate;
import dev.tidemark.projection.batch.LogFold;
import dev.tidemark.projection.batch.Positions;
import dev.tidemark.projection.batch.Verdict;
import dev.tidemark.projection.cache.CacheValues.Found;
import dev.tidemark.projection.log.LogScan;
import dev.tidemark.projection.store.EventAt;
import dev.tidemark.projection.store.ViewRepairs.Indexed;
import dev.tidemark.projection.view.Row;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/// A quick look at one aggregate: where its events stand is taken from the timeline, what they say
/// is read in the log. It tells what deserves a [Sweep]; only that reads all of the log, and mends.
/// For one thread.
final class Glance implements AutoCloseable {
  private static final int LOOKS_MAX = 3;
  private static final List<EventTopic> TOPICS = List.of(EventTopic.values());

  /// What a quick look found.
  enum Impression {
    FINE,
    WRONG_ROW,
    WRONG_VALUE
  }

  private final Stores stores;
  private final int shard;
  private final LogScan scan;

  Glance(Stores stores, int shard) {
    this.stores = stores;
    this.shard = shard;
    this.scan = LogScan.from(Positions.START, shard, stores.log());
  }

  /// Aggregates by chance. One with more events is likelier to be among them.
  Set<Aggregate> some(int count, RandomGenerator random) {
    Positions standing = stores.views().rows(shard, List.of()).standing();
    var some = new LinkedHashSet<Aggregate>();
    for (int i = 0; i < count; i++) {
      EventTopic topic = TOPICS.get(random.nextInt(TOPICS.size()));
      long from = random.nextLong(Math.max(1, standing.of(topic)));
      stores.views().next(shard, topic, from).map(EventAt::aggregate).ifPresent(some::add);
    }
    return some;
  }

  Impression at(Aggregate aggregate) {
    Impression impression = Impression.FINE;
    for (int look = 1; look <= LOOKS_MAX; look++) {
      impression = once(aggregate);
      if (impression == Impression.FINE) {
        return impression;
      }
    }
    return impression;
  }

  private Impression once(Aggregate aggregate) {
    Indexed indexed = stores.views().indexed(shard, aggregate);
    Positions standing = indexed.at().standing();
    var fold = new LogFold(each -> each.aggregate().equals(aggregate), indexed.at().leftOut());
    fold.add(scan.at(aggregate.topic(), indexed.offsets()));
    Optional<Row<? extends Record>> row =
        Optional.ofNullable(indexed.at().rows().byAggregate().get(aggregate));
    if (!fold.isDecided(aggregate) || Verdict.of(fold.row(aggregate), row) != Verdict.EQUAL) {
      return Impression.WRONG_ROW;
    }
    Found found =
        stores.cache().look(shard, List.of(aggregate), fold::row, standing).getFirst().found();
    return switch (found) {
      case EQUAL, ABSENT, BEHIND -> Impression.FINE;
      case NEWER, STALE, DIFFERENT -> Impression.WRONG_VALUE;
    };
  }

  @Override
  public void close() {
    scan.close();
  }
}

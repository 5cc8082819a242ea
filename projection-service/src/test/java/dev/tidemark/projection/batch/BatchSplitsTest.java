package dev.tidemark.projection.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.events.EventTopic;
import dev.tidemark.projection.given.MemoryStore;
import dev.tidemark.projection.given.RandomHistory;
import dev.tidemark.projection.given.Records;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/// However a log is cut into batches, the views are the same.
class BatchSplitsTest {
  @RepeatedTest(20)
  void anySplitOfALogGivesTheSameViews() {
    long seed = new Random().nextLong();
    var random = new Random(seed);
    var log = new Records(0).add(RandomHistory.of("customer", 5, 300, random));
    log.addUnreadable(EventTopic.USERS, "customer0", "no type");
    log.add(RandomHistory.of("late", 2, 50, random));

    var whole = MemoryStore.empty();
    whole.apply(log.since(Positions.START));
    var split = MemoryStore.empty();
    randomly(log.since(Positions.START), random).forEach(split::apply);

    assertThat(split).as("seed %d", seed).isEqualTo(whole);
  }

  @Test
  void theFirstHalfEndsWhereTheSecondBegins() {
    var random = new Random(42);
    var log = new Records(0).add(RandomHistory.of("customer", 3, 60, random));

    var halves = log.since(Positions.START).halves();

    var first = halves.getFirst();
    var second = halves.getLast();
    assertThat(first.records()).hasSize(30);
    assertThat(second.next()).isEqualTo(log.end());
    assertThat(first.records()).allMatch(each -> each.offset() < first.next().of(each.topic()));
    assertThat(second.records()).allMatch(each -> each.offset() >= first.next().of(each.topic()));
  }

  private static List<Batch> randomly(Batch batch, Random random) {
    if (batch.records().size() < 2 || random.nextInt(8) == 0) {
      return List.of(batch);
    }
    var parts = new ArrayList<Batch>();
    batch.halves().forEach(half -> parts.addAll(randomly(half, random)));
    return parts;
  }
}

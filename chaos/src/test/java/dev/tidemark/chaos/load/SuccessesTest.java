package dev.tidemark.chaos.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.chaos.load.Successes.Asked;
import org.junit.jupiter.api.Test;

class SuccessesTest {
  private final Successes successes = new Successes(2);

  @Test
  void theLongestGapIsBetweenTwoSuccesses() {
    add(0, 10, 20, 70, 80);

    assertThat(gap(10, 80)).isEqualTo(50);
  }

  @Test
  void whatBeganBeforeAndEndsAfterCountsWithinTheTimeAlone() {
    add(0, 10, 100);

    assertThat(gap(20, 60)).isEqualTo(40);
  }

  @Test
  void theShardThatIsWorstOffCounts() {
    add(0, 10, 20, 30, 40);
    add(1, 10);

    assertThat(successes.longestGap(Asked.COMMANDS, 10, 40)).isEqualTo(30);
  }

  @Test
  void whoNeverDidAnythingWasAwayAllTheTime() {
    assertThat(successes.longestGap(Asked.COMMANDS, 10, 40)).isEqualTo(30);
  }

  @Test
  void readsAreNoCommands() {
    add(0, 10, 20, 30, 40);
    add(1, 10, 20, 30, 40);

    assertThat(successes.longestGap(Asked.READS, 10, 40)).isEqualTo(30);
  }

  private void add(int shard, long... times) {
    for (long time : times) {
      successes.add(Asked.COMMANDS, shard, time);
    }
  }

  /// With the other shard never away.
  private long gap(long from, long until) {
    for (long time = from; time <= until; time++) {
      successes.add(Asked.COMMANDS, 1, time);
    }
    return successes.longestGap(Asked.COMMANDS, from, until);
  }
}

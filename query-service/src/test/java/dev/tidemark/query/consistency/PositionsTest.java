package dev.tidemark.query.consistency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.events.EventTopic;
import dev.tidemark.events.consistency.ConsistencyToken;
import dev.tidemark.events.consistency.Position;
import dev.tidemark.query.consistency.Positions.Partition;
import dev.tidemark.runtime.metrics.Metrics;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PositionsTest {
  private static final Scope SCOPE = Scope.of(EventTopic.ORDERS, 1);
  private static final TokenMeters METERS = new TokenMeters(new Metrics());
  private static final Positions UP_TO_TEN = upTo(10);

  @Test
  void coverWhatLiesBeforeTheNextPosition() {
    assertThat(UP_TO_TEN.cover(orders(1, 9), SCOPE)).isTrue();
    assertThat(UP_TO_TEN.cover(orders(1, 10), SCOPE)).isFalse();
    assertThat(UP_TO_TEN.cover(ConsistencyToken.EMPTY, SCOPE)).isTrue();
  }

  @Test
  void anUnknownPartitionHoldsNothing() {
    Scope all = Scope.everyShard(EventTopic.ORDERS, 3);
    assertThat(UP_TO_TEN.cover(orders(2, 0), all)).isFalse();
    assertThat(UP_TO_TEN.reflected(all)).isEqualTo(orders(1, 9));
  }

  @Test
  void whoWaitsForTheViewsLooksAgainBeforeAQuarterMoreHasPassed() {
    for (int ms = 8; ms <= 200; ms++) {
      assertThat(CatchUp.pauseAfter(Duration.ofMillis(ms)).multipliedBy(4))
          .isLessThanOrEqualTo(Duration.ofMillis(ms));
    }
    assertThat(CatchUp.pauseAfter(Duration.ZERO)).isEqualTo(Duration.ofMillis(2));
    assertThat(CatchUp.pauseAfter(Duration.ofSeconds(2))).isEqualTo(Duration.ofMillis(50));
  }

  @Test
  void whatTheScopeLeavesOutDoesNotMatter() {
    assertThat(UP_TO_TEN.cover(orders(2, 99), SCOPE)).isTrue();
    var users = ConsistencyToken.of(new Position(EventTopic.USERS, 1, 99));
    assertThat(UP_TO_TEN.cover(users, SCOPE)).isTrue();
  }

  @Test
  void waitingEndsWhenTheViewsGetThere() {
    var next = new AtomicLong(5);
    var catchUp = new CatchUp(Duration.ofSeconds(10), _ -> upTo(next.getAndIncrement()), METERS);
    catchUp.await(orders(1, 9), SCOPE);
    assertThat(next).hasValue(11);
  }

  @Test
  void waitingIsBounded() {
    var catchUp = new CatchUp(Duration.ofMillis(30), _ -> UP_TO_TEN, METERS);
    assertThatThrownBy(() -> catchUp.await(orders(1, 10), SCOPE))
        .isInstanceOf(NotCaughtUpException.class)
        .hasMessageContaining("within 30 ms");
  }

  @Test
  void whoMayNotWaitIsToldAtOnce() {
    var catchUp = new CatchUp(Duration.ZERO, _ -> UP_TO_TEN, METERS);
    catchUp.await(orders(1, 9), SCOPE);
    assertThatThrownBy(() -> catchUp.await(orders(1, 10), SCOPE))
        .isInstanceOf(NotCaughtUpException.class);
  }

  private static Positions upTo(long next) {
    return new Positions(Map.of(new Partition(EventTopic.ORDERS, 1), next));
  }

  private static ConsistencyToken orders(int shard, long offset) {
    return ConsistencyToken.of(new Position(EventTopic.ORDERS, shard, offset));
  }
}

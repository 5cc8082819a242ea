package dev.tidemark.query.changes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.events.EventTopic;
import dev.tidemark.events.consistency.ConsistencyToken;
import dev.tidemark.query.changes.Next.Change;
import dev.tidemark.query.changes.Next.Ending;
import dev.tidemark.query.changes.Next.Quiet;
import dev.tidemark.query.consistency.Scope;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SubscriptionTest {
  private static final int SHARDS = 2;
  private static final Scope SCOPE = Scope.everyShard(EventTopic.ORDERS, SHARDS);
  private static final Mark START = Mark.behind(ConsistencyToken.EMPTY, SHARDS);

  private final Subscription subscription =
      new Subscription(new ChangeFilter(SCOPE, Optional.empty(), Optional.empty()), START, 2);

  @Test
  void changesWaitInTheirOrder() throws Exception {
    subscription.offer(change(1));
    subscription.offer(change(2));
    assertThat(subscription.hasNext()).isTrue();
    assertThat(subscription.take(Duration.ZERO)).isEqualTo(change(1));
    assertThat(subscription.take(Duration.ZERO)).isEqualTo(change(2));
    assertThat(subscription.hasNext()).isFalse();
  }

  @Test
  void whenNothingWaitsItTellsHowFarThatHolds() throws Exception {
    var further = Mark.behind(ConsistencyToken.decode("AQIAAAAAAAAAAAAp"), SHARDS);
    subscription.reach(further, 1);
    assertThat(subscription.take(Duration.ofMillis(1))).isEqualTo(new Quiet(further));
    assertThat(further.id(SCOPE)).isEqualTo("AQIAAAAAAAAAAAAp");
  }

  @Test
  void oneTooManyEndsIt() throws Exception {
    for (int number = 1; number <= 3; number++) {
      subscription.offer(change(number));
    }
    assertThat(subscription.take(Duration.ZERO))
        .isEqualTo(Ending.tooSlow("Expected the client to keep up, but 2 changes wait for it"));
  }

  @Test
  void whatMemoryHoldsNoLongerEndsIt() {
    subscription.offer(change(7));
    subscription.reach(START, 7);
    assertThat(subscription.ending()).isEmpty();
    subscription.reach(START, 8);
    assertThat(subscription.ending()).map(Ending::code).hasValue("too-slow");
  }

  @Test
  void theFirstReasonCountsAndNothingComesAfterIt() throws Exception {
    subscription.offer(change(1));
    subscription.end(Ending.STOPPING);
    subscription.end(Ending.LOG_LOST);
    subscription.offer(change(2));
    assertThat(subscription.take(Duration.ofMinutes(1))).isEqualTo(Ending.STOPPING);
    assertThat(subscription.endsWithin(Duration.ofMinutes(1))).hasValue(Ending.STOPPING);
  }

  @Test
  void theWindowLetsGoOfTheOldest() {
    var window = new Window(10);
    assertThat(window.add(4)).isEqualTo(1);
    assertThat(window.add(4)).isEqualTo(2);
    assertThat(window.oldest()).isEqualTo(1);
    assertThat(window.add(4)).isEqualTo(3);
    assertThat(window.oldest()).isEqualTo(2);
    assertThat(window.add(100)).isEqualTo(4);
    assertThat(window.oldest()).isEqualTo(4);
  }

  private static Change change(long number) {
    return new Change(number, "text", START);
  }
}

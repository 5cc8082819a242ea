package dev.tidemark.command.shard;

import static dev.tidemark.command.shard.Commands.register;
import static dev.tidemark.command.shard.Commands.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.command.shard.Inbox.Admission;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class InboxTest {
  private static final long FIRST = 1;
  private static final Duration WAIT_MAX = Duration.ofMillis(500);
  private static final Duration NOT_AT_ALL = Duration.ZERO;
  private static final Duration LONG = Duration.ofSeconds(20);

  private final TestClock clock = new TestClock();

  private Inbox open(int commandsMax, long bytesMax) {
    var inbox = new Inbox(new InboxBounds(commandsMax, bytesMax, WAIT_MAX), clock);
    inbox.open();
    return inbox;
  }

  private static Pending pending(String key) {
    return request(key, register("alice"));
  }

  @Test
  void itIsBoundedInCommands() throws InterruptedException {
    var inbox = open(2, 1_000_000);

    assertThat(inbox.offer(pending("k1"), FIRST, NOT_AT_ALL)).isEqualTo(Admission.ADMITTED);
    assertThat(inbox.offer(pending("k2"), FIRST, NOT_AT_ALL)).isEqualTo(Admission.ADMITTED);
    assertThat(inbox.offer(pending("k3"), FIRST, NOT_AT_ALL)).isEqualTo(Admission.FULL);
  }

  @Test
  void itIsBoundedInBytesButLetsOneInWhateverItsSize() throws InterruptedException {
    var inbox = open(10, 50);

    assertThat(inbox.offer(pending("k1"), FIRST, NOT_AT_ALL)).isEqualTo(Admission.ADMITTED);
    assertThat(inbox.offer(pending("k2"), FIRST, NOT_AT_ALL)).isEqualTo(Admission.FULL);
  }

  @Test
  void whoWaitsGetsInWhenThereIsRoom() throws Exception {
    var inbox = open(1, 1_000_000);
    inbox.offer(pending("k1"), FIRST, NOT_AT_ALL);
    var waiting = new FutureTask<>(() -> inbox.offer(pending("k2"), FIRST, LONG));
    Thread.ofVirtual().start(waiting);

    assertThat(inbox.take(10, 1_000, LONG)).hasSize(1);

    assertThat(waiting.get()).isEqualTo(Admission.ADMITTED);
  }

  @Test
  void aGroupIsBoundedInCommandsAndBytesAndKeepsOrder() throws InterruptedException {
    var inbox = open(10, 1_000_000);
    for (int i = 1; i <= 5; i++) {
      inbox.offer(pending("k" + i), FIRST, NOT_AT_ALL);
    }

    assertThat(inbox.take(2, 1_000_000, LONG))
        .extracting(pending -> pending.request().id().value())
        .containsExactly("k1", "k2");
    assertThat(inbox.take(10, 150, LONG))
        .extracting(pending -> pending.request().id().value())
        .containsExactly("k3", "k4");
  }

  @Test
  void nothingComesOfAnEmptyOneAfterAWhile() throws InterruptedException {
    assertThat(open(1, 1).take(1, 1, Duration.ofMillis(1))).isEmpty();
  }

  @Test
  void aClosedOneTakesNothingInAndIsDrainedWhenEmpty() throws InterruptedException {
    var inbox = open(10, 1_000_000);
    inbox.offer(pending("k1"), FIRST, NOT_AT_ALL);
    inbox.close();

    assertThat(inbox.offer(pending("k2"), FIRST, LONG)).isEqualTo(Admission.CLOSED);
    assertThat(inbox.isDrained()).isFalse();
    assertThat(inbox.take(10, 1_000, LONG)).hasSize(1);
    assertThat(inbox.isDrained()).isTrue();
  }

  @Test
  void whatBelongsTogetherGetsInTogetherOrNotAtAll() throws InterruptedException {
    var inbox = open(10, 1_000_000);
    long opening = inbox.opening();
    inbox.close();
    inbox.open();

    assertThat(inbox.offer(pending("k1"), opening, NOT_AT_ALL)).isEqualTo(Admission.CLOSED);
    assertThat(inbox.offer(pending("k2"), inbox.opening(), NOT_AT_ALL))
        .isEqualTo(Admission.ADMITTED);
  }

  @Test
  void whoWaitsForACommandCanBeWoken() throws Exception {
    var inbox = open(10, 1_000_000);
    var waiting = new FutureTask<>(() -> inbox.take(1, 1, LONG));
    Thread.ofVirtual().start(waiting);

    inbox.wake();

    assertThat(waiting.get()).isEmpty();
  }

  @Test
  void nobodyIsLetInWhereTheFirstHasWaitedTooLong() throws InterruptedException {
    var inbox = open(10, 1_000_000);
    inbox.offer(pending("k1"), FIRST, NOT_AT_ALL);
    clock.advance(WAIT_MAX);
    assertThat(inbox.offer(pending("k2"), FIRST, NOT_AT_ALL)).isEqualTo(Admission.ADMITTED);
    assertThat(inbox.isLate()).isFalse();

    clock.advance(Duration.ofMillis(1));

    assertThat(inbox.isLate()).isTrue();
    assertThat(inbox.offer(pending("k3"), FIRST, NOT_AT_ALL)).isEqualTo(Admission.FULL);
    inbox.take(1, 1_000, NOT_AT_ALL);
    inbox.take(1, 1_000, NOT_AT_ALL);
    assertThat(inbox.offer(pending("k3"), FIRST, NOT_AT_ALL)).isEqualTo(Admission.ADMITTED);
  }

  @Test
  void whoCanWaitLeavesRoomForThoseWhoCannot() throws Exception {
    var inbox = open(10, 1_000_000);
    inbox.offer(pending("k1"), FIRST, NOT_AT_ALL);
    clock.advance(WAIT_MAX.dividedBy(2));

    assertThat(inbox.offer(pending("k2"), FIRST, Duration.ofMillis(1))).isEqualTo(Admission.FULL);
    assertThat(inbox.offer(pending("k3"), FIRST, NOT_AT_ALL)).isEqualTo(Admission.ADMITTED);
  }
}

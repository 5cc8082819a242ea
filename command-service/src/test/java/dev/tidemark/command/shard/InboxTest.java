package dev.tidemark.command.shard;

import static dev.tidemark.command.shard.Commands.register;
import static dev.tidemark.command.shard.Commands.request;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class InboxTest {
  private static final Duration NOT_AT_ALL = Duration.ZERO;
  private static final Duration LONG = Duration.ofSeconds(20);

  private static Pending pending(String key) {
    return request(key, register("alice"));
  }

  @Test
  void itIsBoundedInCommands() throws InterruptedException {
    var inbox = new Inbox(2, 1_000_000);

    assertThat(inbox.offer(pending("k1"), NOT_AT_ALL)).isTrue();
    assertThat(inbox.offer(pending("k2"), NOT_AT_ALL)).isTrue();
    assertThat(inbox.offer(pending("k3"), NOT_AT_ALL)).isFalse();
  }

  @Test
  void itIsBoundedInBytesButLetsOneInWhateverItsSize() throws InterruptedException {
    var inbox = new Inbox(10, 50);

    assertThat(inbox.offer(pending("k1"), NOT_AT_ALL)).isTrue();
    assertThat(inbox.offer(pending("k2"), NOT_AT_ALL)).isFalse();
  }

  @Test
  void whoWaitsGetsInWhenThereIsRoom() throws Exception {
    var inbox = new Inbox(1, 1_000_000);
    inbox.offer(pending("k1"), NOT_AT_ALL);
    var waiting = new FutureTask<>(() -> inbox.offer(pending("k2"), LONG));
    Thread.ofVirtual().start(waiting);

    assertThat(inbox.take(10, 1_000, LONG)).hasSize(1);

    assertThat(waiting.get()).isTrue();
  }

  @Test
  void aGroupIsBoundedInCommandsAndBytesAndKeepsOrder() throws InterruptedException {
    var inbox = new Inbox(10, 1_000_000);
    for (int i = 1; i <= 5; i++) {
      inbox.offer(pending("k" + i), NOT_AT_ALL);
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
    assertThat(new Inbox(1, 1).take(1, 1, Duration.ofMillis(1))).isEmpty();
  }

  @Test
  void aClosedOneTakesNothingInAndIsDrainedWhenEmpty() throws InterruptedException {
    var inbox = new Inbox(10, 1_000_000);
    inbox.offer(pending("k1"), NOT_AT_ALL);
    inbox.close();

    assertThat(inbox.offer(pending("k2"), LONG)).isFalse();
    assertThat(inbox.isDrained()).isFalse();
    assertThat(inbox.take(10, 1_000, LONG)).hasSize(1);
    assertThat(inbox.isDrained()).isTrue();
  }
}

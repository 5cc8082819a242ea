package dev.tidemark.bench.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class LoopsTest {
  /// A hundred requests are due within 0.1 s, but the first stands still for 0.3 s: the others were
  /// held back for 0.2 s at least, however quick they were once they could go out.
  @Test
  void aStallCountsForEveryRequestThatItHeldBack() throws Exception {
    var asked = new AtomicInteger();

    OpenLoop.Outcome outcome =
        OpenLoop.run(
            1_000,
            Duration.ofMillis(100),
            1,
            _ ->
                () -> {
                  if (asked.incrementAndGet() == 1) {
                    standStill(Duration.ofMillis(300));
                  }
                  return 1;
                });

    assertThat(outcome.done()).isEqualTo(100);
    assertThat(outcome.latencies().getMinValue()).isGreaterThanOrEqualTo(199_000);
  }

  @Test
  void whatIsTurnedAwayHasNoLatency() throws Exception {
    var asked = new AtomicInteger();

    OpenLoop.Outcome outcome =
        OpenLoop.run(
            1_000, Duration.ofMillis(50), 4, _ -> () -> asked.incrementAndGet() % 2 == 0 ? 3 : 0);

    assertThat(outcome.done()).isEqualTo(75);
    assertThat(outcome.turnedAway()).isEqualTo(25);
    assertThat(outcome.latencies().getTotalCount()).isEqualTo(25);
  }

  @Test
  void aClosedLoopCountsWhatEachClientGetsDoneAndClosesThem() throws Exception {
    var done = new AtomicInteger();
    var closed = new AtomicInteger();

    ClosedLoop.Done all =
        ClosedLoop.run(
            3,
            Duration.ofMillis(50),
            _ ->
                new Client() {
                  @Override
                  public int once() {
                    standStill(Duration.ofMillis(1));
                    done.addAndGet(2);
                    return 2;
                  }

                  @Override
                  public void close() {
                    closed.incrementAndGet();
                  }
                });

    assertThat(all.count()).isEqualTo(done.get()).isGreaterThanOrEqualTo(3 * 2);
    assertThat(all.time()).isGreaterThanOrEqualTo(Duration.ofMillis(50));
    assertThat(closed).hasValue(3);
  }

  private static void standStill(Duration time) {
    long until = System.nanoTime() + time.toNanos();
    for (long left = time.toNanos(); left > 0; left = until - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}

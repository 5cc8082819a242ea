package dev.tidemark.query.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SingleFlightTest {
  private static final int FOLLOWERS = 50;

  private final AtomicInteger joined = new AtomicInteger();
  private final SingleFlight<String, String> flights = new SingleFlight<>(joined::incrementAndGet);
  private final AtomicInteger works = new AtomicInteger();
  private final CountDownLatch inFlight = new CountDownLatch(1);
  private final CountDownLatch mayLand = new CountDownLatch(1);

  @Test
  void whoComesMeanwhileSharesTheOutcome() throws Exception {
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var passengers = new ArrayList<Future<String>>();
      passengers.add(executor.submit(() -> flights.once("k", this::work)));
      inFlight.await();
      var boarding = new CountDownLatch(FOLLOWERS);
      for (int i = 0; i < FOLLOWERS; i++) {
        passengers.add(
            executor.submit(() -> {
              boarding.countDown();
              return flights.once("k", this::work);
            }));
      }
      boarding.await();
      assertThat(flights.once("other", () -> "at once")).isEqualTo("at once");
      mayLand.countDown();
      for (Future<String> passenger : passengers) {
        assertThat(passenger.get()).startsWith("landed");
      }
      assertThat(works.get()).isLessThan(FOLLOWERS);
      assertThat(joined.get() + works.get()).isEqualTo(FOLLOWERS + 1);
    }
  }

  @Test
  void whoComesAfterwardsBeginsAnew() {
    mayLand.countDown();
    assertThat(flights.once("k", this::work)).isEqualTo("landed 1");
    assertThat(flights.once("k", this::work)).isEqualTo("landed 2");
  }

  @Test
  void aFailureIsSharedAndForgotten() throws Exception {
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<String> leader = executor.submit(() -> flights.once("k", this::fail));
      inFlight.await();
      Future<String> follower = executor.submit(() -> flights.once("k", this::fail));
      mayLand.countDown();
      for (Future<String> passenger : java.util.List.of(leader, follower)) {
        assertThatThrownBy(passenger::get)
            .isInstanceOf(ExecutionException.class)
            .hasRootCauseMessage("no landing");
      }
    }
    assertThat(flights.once("k", () -> "again")).isEqualTo("again");
  }

  private String work() {
    int number = works.incrementAndGet();
    inFlight.countDown();
    land();
    return "landed " + number;
  }

  private String fail() {
    inFlight.countDown();
    land();
    throw new IllegalStateException("no landing");
  }

  private void land() {
    try {
      mayLand.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}

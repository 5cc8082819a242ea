package dev.tidemark.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.runtime.health.Health;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LifecycleTest {
  private final List<String> closed = new ArrayList<>();
  private final Lifecycle lifecycle = new Lifecycle();

  @Test
  void closesInReverseWhateverFailsOnTheWay() {
    open("first");
    lifecycle.add(
        "second",
        () -> {
          throw new IllegalStateException("cannot close");
        });
    open("third");
    lifecycle.close();
    lifecycle.close();
    assertThat(closed).containsExactly("third", "first");
    assertThat(lifecycle.health().report().status()).isEqualTo("stopping");
  }

  @Test
  void whatIsOpenedAfterTheStopIsClosedAtOnce() {
    lifecycle.close();
    assertThatThrownBy(() -> open("late")).isInstanceOf(StartupException.class);
    assertThat(closed).containsExactly("late");
  }

  @Test
  void readinessIsTheWorstOfAllChecksWhileServing() {
    Health health = lifecycle.health();
    health.register("good", () -> Health.State.up("fine"));
    assertThat(health.report().status()).isEqualTo("starting");
    assertThat(health.report().ready()).isFalse();
    health.become(Health.Phase.SERVING, "test");
    assertThat(health.report().status()).isEqualTo("ready");
    health.register("slow", () -> Health.State.degraded("lags"));
    assertThat(health.report().status()).isEqualTo("degraded");
    assertThat(health.report().ready()).isTrue();
    health.register(
        "broken",
        () -> {
          throw new IllegalStateException("no connection");
        });
    assertThat(health.report().status()).isEqualTo("down");
    assertThat(health.report().ready()).isFalse();
  }

  private void open(String name) {
    lifecycle.add(name, () -> closed.add(name));
  }
}

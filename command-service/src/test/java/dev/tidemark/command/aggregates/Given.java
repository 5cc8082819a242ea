package dev.tidemark.command.aggregates;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.events.Event;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/// Given what happened, when a command comes, then this is decided. The whole vocabulary of an
/// aggregate's test.
public final class Given<S> {
  private final S state;

  private Given(S state) {
    this.state = state;
  }

  public static <S, E extends Event> Given<S> given(
      BiFunction<S, E, S> evolve, List<? extends E> history) {
    S state = null;
    for (E event : history) {
      state = evolve.apply(state, event);
    }
    return new Given<>(state);
  }

  public S state() {
    return state;
  }

  public Then when(Function<S, Decision> decide) {
    return new Then(decide.apply(state));
  }

  public record Then(Decision decision) {
    public void then(Event expected) {
      assertThat(decision).isEqualTo(new Decision.Accepted(expected));
    }

    public void thenNothingToDo() {
      assertThat(decision).isEqualTo(new Decision.Unchanged());
    }

    public void thenUnknown() {
      assertThat(decision).isInstanceOf(Decision.Unknown.class);
    }

    public void thenRefused(String code, String expectation) {
      assertThat(decision).isEqualTo(new Decision.Refused(code, expectation));
    }
  }
}

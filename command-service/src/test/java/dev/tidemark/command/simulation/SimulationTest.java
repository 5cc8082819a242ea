package dev.tidemark.command.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import dev.tidemark.command.handling.Reply;
import java.time.Duration;
import java.util.HashMap;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/// Whatever fails: no acknowledged command is lost or applied twice, the same key gets the same
/// answer, and no answer rests on what was not committed or on less than was.
///
/// - `-Dsimulation.seeds=100000` tries so many seeds;
/// - `-Dsimulation.seed=42` repeats one, and logs what its shards say;
/// - `-Dsimulation.mistake=NOT_FENCING` makes this mistake in it.
class SimulationTest {
  private static final int SEEDS = 300;

  /// Within so many seeds every mistake must be noticed. Far more than any of them needs.
  private static final int SEEDS_TO_NOTICE = 2_000;

  @BeforeAll
  static void silence() {
    Simulation.log(Long.getLong("simulation.seed") == null ? Level.OFF : Level.DEBUG);
  }

  @AfterAll
  static void speak() {
    Simulation.log(Level.INFO);
  }

  @Test
  void noPromiseIsBrokenWhateverFails() {
    Long seed = Long.getLong("simulation.seed");
    long seeds = Long.getLong("simulation.seeds", SEEDS);
    Mistake mistake = Mistake.valueOf(System.getProperty("simulation.mistake", "NONE"));
    long since = System.nanoTime();

    Optional<Simulation.Failure> failure =
        Simulation.firstFailure(
            seed == null ? LongStream.rangeClosed(1, seeds) : LongStream.of(seed), mistake);

    var took = Duration.ofNanos(System.nanoTime() - since);
    System.out.printf("%,d seeds in %,d ms%n", seed == null ? seeds : 1, took.toMillis());
    assertThat(failure).isEmpty();
  }

  @Test
  void aSeedIsRunTheSameWayAgain() {
    for (long seed = 1; seed <= 20; seed++) {
      var first = new World(seed, Mistake.NONE).run();
      var again = new World(seed, Mistake.NONE).run();

      assertThat(again.history()).isEqualTo(first.history());
    }
  }

  @Test
  void theWorldsAreFullOfEvents() {
    var events = new TreeSet<String>();
    var replies = new HashMap<Class<? extends Reply>, Integer>();
    long keysUsedAgain = 0;
    for (long seed = 1; seed <= SEEDS; seed++) {
      var truth = new World(seed, Mistake.NONE).run();
      truth.history().forEach(it -> events.add(it.envelope().event().getClass().getSimpleName()));
      keysUsedAgain += truth.keysUsedAgain();
      truth.replies().forEach((kind, count) -> replies.merge(kind, count, Integer::sum));
    }

    assertThat(events).contains("SessionExpired", "SessionTouched", "OrderRefunded");
    assertThat(keysUsedAgain).isGreaterThan(SEEDS / 30);
    for (Class<?> kind : Reply.class.getPermittedSubclasses()) {
      int expected = kind == Reply.Failed.class ? 0 : SEEDS;
      assertThat(replies.getOrDefault(kind, 0)).as(kind.getName()).isGreaterThanOrEqualTo(expected);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
  void everyMistakeIsNoticed(Mistake mistake) {
    assertThat(Simulation.firstFailure(LongStream.rangeClosed(1, SEEDS_TO_NOTICE), mistake))
        .isPresent();
  }
}

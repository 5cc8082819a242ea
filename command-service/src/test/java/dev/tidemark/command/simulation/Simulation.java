package dev.tidemark.command.simulation;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.Optional;
import java.util.stream.LongStream;
import org.slf4j.LoggerFactory;

/// Runs of the simulated world, each from a seed.
final class Simulation {
  private static final String SHARD = "dev.tidemark.command.shard";

  private Simulation() {}

  /// What went wrong, and from which seed it does so again.
  record Failure(long seed, Mistake mistake, Throwable cause) {
    @Override
    public String toString() {
      return "%s%nrepeat with: mvn -Dquick test -pl command-service -am -Dtest=SimulationTest"
              .formatted(cause.getMessage())
          + " -Dsurefire.failIfNoSpecifiedTests=false -Dsimulation.seed=%d%s"
              .formatted(seed, mistake == Mistake.NONE ? "" : " -Dsimulation.mistake=" + mistake);
    }
  }

  static Optional<Failure> firstFailure(LongStream seeds, Mistake mistake) {
    return seeds.mapToObj(seed -> failure(seed, mistake)).flatMap(Optional::stream).findFirst();
  }

  static Optional<Failure> failure(long seed, Mistake mistake) {
    try {
      new World(seed, mistake).run();
      return Optional.empty();
    } catch (Violation | RuntimeException e) {
      return Optional.of(new Failure(seed, mistake, e));
    }
  }

  /// Thousands of shards that meet trouble have too much to say.
  static void log(Level level) {
    if (LoggerFactory.getLogger(SHARD) instanceof Logger logger) {
      logger.setLevel(level);
    }
  }
}

package dev.tidemark.command.simulation;

import java.util.random.RandomGenerator;

/// How often what goes wrong, as probabilities, each time that it could.
///
/// @param unreachable the log cannot be opened, or breaks off a replay
/// @param commitRefused a commit does not happen, and its writer sees an error
/// @param commitUnheard a commit happens, and its writer sees a timeout
/// @param commitLate a commit happens later or never, and its writer sees a timeout
/// @param paused an instance stands still in the middle of a call
/// @param crashed an instance is killed in the middle of a call
/// @param damaged a store finds itself damaged
record Faults(
    double unreachable,
    double commitRefused,
    double commitUnheard,
    double commitLate,
    double paused,
    double crashed,
    double damaged) {
  static final Faults NONE = new Faults(0, 0, 0, 0, 0, 0, 0);

  /// A world of its own for every seed: what is frequent in one is absent from others, so that
  /// faults do not hide each other.
  static Faults of(RandomGenerator random) {
    return new Faults(
        rate(random, 0.1),
        rate(random, 0.2),
        rate(random, 0.2),
        rate(random, 0.2),
        rate(random, 0.3),
        rate(random, 0.03),
        rate(random, 0.01));
  }

  private static double rate(RandomGenerator random, double rateMax) {
    return random.nextBoolean() ? 0 : rateMax * random.nextDouble();
  }
}

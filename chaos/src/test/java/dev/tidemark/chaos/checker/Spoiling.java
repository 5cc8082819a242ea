package dev.tidemark.chaos.checker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Consumer;

/// Something that is done to a run that was right.
///
/// @param rule that must find it; others may too
record Spoiling(String name, String rule, Consumer<Spoilt> spoil) {
  private static final int SEEDS = 2;

  void requireThatItIsFound() {
    for (long seed = 1; seed <= SEEDS; seed++) {
      var spoilt = new Spoilt(seed);
      assertThat(spoilt.run.judged().broken()).isEmpty();

      spoil.accept(spoilt);

      assertThat(spoilt.run.judged().broken()).as("seed %d", seed).contains(rule);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}

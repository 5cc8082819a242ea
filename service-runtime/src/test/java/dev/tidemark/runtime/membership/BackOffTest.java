package dev.tidemark.runtime.membership;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BackOffTest {
  private final BackOff backOff = new BackOff(new Random(1));

  @Test
  void pausesGrowToTheLongestAndStayBetweenHalfAndWhole() {
    var pauses = Stream.generate(backOff::next).limit(20).toList();

    assertThat(pauses.getFirst()).isBetween(BackOff.FIRST.dividedBy(2), BackOff.FIRST);
    assertThat(pauses).allMatch(pause -> pause.compareTo(BackOff.LONGEST) <= 0);
    assertThat(pauses.getLast()).isGreaterThanOrEqualTo(BackOff.LONGEST.dividedBy(2));
  }

  @Test
  void successBeginsAnew() {
    for (int failure = 0; failure < 10; failure++) {
      assertThat(backOff.next()).isPositive();
    }

    backOff.reset();

    assertThat(backOff.next()).isLessThanOrEqualTo(BackOff.FIRST);
  }
}

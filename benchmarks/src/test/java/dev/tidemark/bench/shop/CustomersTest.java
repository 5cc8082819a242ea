package dev.tidemark.bench.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class CustomersTest {
  private static final Customers HUNDRED = new Customers("c", 100);
  private static final int ORDERS = 100_000;

  private static final Map<String, Long> PLACED =
      LongStream.range(0, ORDERS)
          .mapToObj(HUNDRED::skewed)
          .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));

  @Test
  void everybodyPlacesSomethingAndNobodyElseDoes() {
    assertThat(PLACED.keySet())
        .containsExactlyInAnyOrderElementsOf(
            LongStream.range(0, 100).mapToObj(HUNDRED::username).toList());
  }

  @Test
  void theFirstOfAHundredPlacesAFifthAndTheFirstTwentyMoreThanHalf() {
    assertThat(share(1)).isBetween(0.2, 0.23);
    assertThat(share(20)).isBetween(0.55, 0.6);
  }

  @Test
  void thoseWhoAreFewAreAskedAgain() {
    assertThat(List.of(HUNDRED.username(7), HUNDRED.username(107))).containsOnly("c7");
  }

  private static double share(int first) {
    return LongStream.range(0, first)
            .mapToObj(HUNDRED::username)
            .mapToLong(name -> PLACED.getOrDefault(name, 0L))
            .sum()
        / (double) ORDERS;
  }
}

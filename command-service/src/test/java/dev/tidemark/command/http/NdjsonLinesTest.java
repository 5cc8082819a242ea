package dev.tidemark.command.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.runtime.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class NdjsonLinesTest {
  private static List<String> lines(String body) {
    return NdjsonLines.of(body.getBytes(StandardCharsets.UTF_8)).stream()
        .map(line -> new String(line, StandardCharsets.UTF_8))
        .toList();
  }

  private static void assertRefused(String body, int status) {
    assertThatThrownBy(() -> lines(body))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.problem().status()).isEqualTo(status));
  }

  @Test
  void theLastLineMayEndWithTheBody() {
    assertThat(lines("a\nb\n")).containsExactly("a", "b");
    assertThat(lines("a\nb")).containsExactly("a", "b");
  }

  @Test
  void anEmptyLineIsALineSoThatNumbersStayTrue() {
    assertThat(lines("a\n\nb")).containsExactly("a", "", "b");
  }

  @Test
  void aThousandLinesAreTakenAndNoMore() {
    assertThat(lines("x\n".repeat(1_000))).hasSize(1_000);
    assertThat(lines("x\n".repeat(999) + "x")).hasSize(1_000);
    assertRefused("x\n".repeat(1_001), 413);
    assertRefused("x\n".repeat(1_000) + "x", 413);
  }

  @Test
  void noLineIsRefused() {
    assertRefused("", 400);
  }
}

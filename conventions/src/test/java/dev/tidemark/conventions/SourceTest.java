package dev.tidemark.conventions;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/// What a reader can take in at once, and what a new event must not slip past.
class SourceTest {
  /// What may be longer than others, and why.
  private static final Map<String, String> LONG_FOR_A_REASON = Map.of();

  private static final List<Source> ALL = Source.of(Checkout.written(".java"));

  @Test
  void filesAreShort() {
    assertThat(in(Source::tooLong)).isEmpty();
  }

  @Test
  void methodsAreShort() {
    assertThat(in(Source::methodsTooLong)).isEmpty();
  }

  @Test
  void switchesOverSealedTypesHaveNoDefault() {
    var sealed = Set.copyOf(in(Source::sealedTypes));
    var kinds = Set.copyOf(in(source -> source.kindsOf(sealed)));

    assertThat(kinds).contains("OrderPlaced", "UserRegistered");
    assertThat(in(source -> source.defaultsOver(kinds))).isEmpty();
  }

  @Test
  void sealedTypesAndTheirKindsAreFound() {
    var source =
        Source.of(
            "A.java",
            """
            sealed interface A { record B() implements A {} interface C {} }
            class D implements x.A {}
            class E implements F<Integer>, A {}
            """);

    assertThat(source.sealedTypes()).containsExactly("A");
    assertThat(source.kindsOf(Set.of("A"))).containsExactly("B", "D", "E");
    assertThat(source.kindsOf(Set.of("F"))).containsExactly("E");
  }

  @Test
  void aLongFileIsNoticed() {
    assertThat(Source.of("A.java", "\n".repeat(300)).tooLong()).isEmpty();
    assertThat(Source.of("A.java", "\n".repeat(301)).tooLong())
        .containsExactly("A.java: 301 lines");
  }

  @Test
  void aLongMethodIsNoticed() {
    var source = "class A {\n  void short() {}\n\n  void m() {" + "\n".repeat(50) + "  }\n}\n";

    assertThat(Source.of("A.java", source.replace("short", "s")).methodsTooLong())
        .containsExactly("A.java:4 m: 51 lines");
  }

  @Test
  void aDefaultBesideASealedTypeIsNoticed() {
    var source =
        """
        class A {
          int one(Object o) { return switch (o) { case B(int x) -> x; default -> 0; }; }
          int two(Object o) { switch (o) { case C c: return 1; default: return 0; } }
          int three(Object o) { return switch (o) { case D d -> 1; default -> 0; }; }
          int four(E e) { return switch (e) { case B(int x) -> x; case C c -> 2; }; }
        }
        """;

    assertThat(Source.of("A.java", source).defaultsOver(Set.of("B", "C")))
        .containsExactly("A.java:2 B", "A.java:3 C");
  }

  private static List<String> in(Function<Source, List<String>> findings) {
    return ALL.stream()
        .flatMap(source -> findings.apply(source).stream())
        .filter(finding -> LONG_FOR_A_REASON.keySet().stream().noneMatch(finding::startsWith))
        .toList();
  }
}

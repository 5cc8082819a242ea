package dev.tidemark.localstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class StackKindTest {
  @Test
  void eachKindIsKnownByItsName() {
    assertThat(StackKind.of("embedded")).isEqualTo(StackKind.EMBEDDED);
    assertThat(StackKind.of("containers")).isEqualTo(StackKind.CONTAINERS);
  }

  @Test
  void anotherKindIsRefused() {
    assertThatThrownBy(() -> StackKind.of("container"))
        .hasMessage("Expected -Dstack to be one of embedded, containers, but was container");
  }
}

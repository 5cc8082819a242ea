package dev.tidemark.events.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.events.EventTopic;
import dev.tidemark.events.value.InvalidValueException;
import org.junit.jupiter.api.Test;

class ShardImportTest {
  private static final byte[] ONE = "one".getBytes(UTF_8);
  private static final byte[] TWO = "two".getBytes(UTF_8);

  @Test
  void onlyTheSameLinesInTheSameOrderMakeTheSamePrefix() {
    Prefix both = Prefix.NONE.and(ONE).and(TWO);

    assertThat(both).isEqualTo(Prefix.NONE.and(ONE).and(TWO));
    assertThat(both.events()).isEqualTo(2);
    assertThat(both).isNotEqualTo(Prefix.NONE.and(TWO).and(ONE));
    assertThat(both)
        .isNotEqualTo(Prefix.NONE.and("on".getBytes(UTF_8)).and("etwo".getBytes(UTF_8)));
  }

  @Test
  void eachTopicIsCountedByItself() {
    var state = ShardImport.begun("a log");
    for (EventTopic topic : EventTopic.values()) {
      state = state.with(topic, Prefix.NONE.and(ONE).and(TWO));
    }

    assertThat(state.events()).isEqualTo(6);
    assertThat(state.end().of(EventTopic.ORDERS)).isEqualTo(state.orders());
  }

  @Test
  void whatIsNoHashOrNoNameIsRefused() {
    assertThatThrownBy(() -> new Prefix(1, "ab")).isInstanceOf(InvalidValueException.class);
    assertThatThrownBy(() -> new Prefix(-1, Prefix.NONE.sha256()))
        .isInstanceOf(InvalidValueException.class);
    assertThatThrownBy(() -> ShardImport.begun("")).isInstanceOf(InvalidValueException.class);
  }
}

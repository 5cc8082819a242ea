package dev.tidemark.chaos.planted;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.chaos.checker.Checker;
import dev.tidemark.chaos.checker.RuleResult;
import dev.tidemark.chaos.checker.Stores;
import dev.tidemark.chaos.history.Resource;
import dev.tidemark.chaos.log.CommittedLog;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class MistakeTest {
  private static final Stores EMPTY =
      new Stores() {
        @Override
        public void rows(Resource resource, Consumer<? super Stored> reader) {}

        @Override
        public void cached(Consumer<? super Stored> reader) {}

        @Override
        public void timeline(Consumer<? super TimelineRow> reader) {}

        @Override
        public void sales(Consumer<? super Sale> reader) {}

        @Override
        public long parked() {
          return 0;
        }
      };

  @Test
  void everyMistakeIsARules() {
    List<String> rules =
        Checker.check(_ -> {}, CommittedLog.of(List.of()), EMPTY).rules().stream()
            .map(RuleResult::rule)
            .toList();

    for (Mistake mistake : Mistake.values()) {
      assertThat(rules).contains(mistake.rule());
    }
  }

  @Test
  void aMistakeIsFoundByItsName() {
    assertThat(Mistake.named("answers-unsent")).contains(Mistake.ANSWERS_UNSENT);
    assertThat(Mistake.named("none")).isEmpty();
    assertThat(Mistake.texts()).contains("value-denies").doesNotHaveDuplicates();
  }
}

package dev.tidemark.chaos.checker;

import dev.tidemark.chaos.log.LogRecord.Fact;
import dev.tidemark.chaos.log.Past;
import java.util.List;

/// Every event was wanted by somebody: its key is that of an operation of its customer, or the
/// system's own.
final class NobodysEvents implements Rule {
  /// Keys of what the system does by itself.
  private static final String SYSTEM = "expire:";

  @Override
  public String name() {
    return "every-event-was-wanted";
  }

  @Override
  public void judge(Evidence evidence, Ruling ruling) {
    for (Past past : evidence.log().pasts()) {
      for (Fact fact : past.facts()) {
        ruling.judged();
        Operation operation = evidence.operations().withKey(fact.key());
        if (operation == null && !fact.key().startsWith(SYSTEM)) {
          ruling.violated(
              "Expected the key of an operation, but nobody used it",
              List.of(),
              List.of(fact.told()));
        } else if (operation != null && !operation.intent().customer().equals(fact.customer())) {
          ruling.violated("Expected an event of its customer", operation, List.of(fact));
        }
      }
    }
  }
}

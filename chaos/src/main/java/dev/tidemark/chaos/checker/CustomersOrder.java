package dev.tidemark.chaos.checker;

import dev.tidemark.chaos.log.CommittedLog.Place;
import dev.tidemark.chaos.log.LogRecord.Fact;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a customer wanted after something of theirs was acknowledged stands behind that, within a
/// topic: positions of different topics say nothing of each other.
final class CustomersOrder implements Rule {
  /// An event, and when somebody was told of it.
  private record Told(Fact fact, Operation operation, long at) {}

  @Override
  public String name() {
    return "a-customers-order-is-kept";
  }

  @Override
  public void judge(Evidence evidence, Ruling ruling) {
    for (Place place : evidence.log().places().keySet()) {
      judge(evidence.log().facts(place), evidence.operations(), ruling);
    }
  }

  /// From the end: of all that stands behind, what was told first decides.
  private static void judge(List<Fact> facts, Operations operations, Ruling ruling) {
    Map<String, Told> earliestBehind = new HashMap<>();
    for (Fact fact : facts.reversed()) {
      Operation operation = operations.withKey(fact.key());
      if (operation == null) {
        continue;
      }
      @Nullable Told behind = earliestBehind.get(fact.customer());
      if (behind != null) {
        ruling.judged();
        if (behind.at() < operation.invokedAt()) {
          ruling.violated(
              "Expected it behind what was acknowledged before it was sent, operation "
                  + behind.operation().number(),
              operation,
              List.of(fact, behind.fact()));
        }
      }
      long told = operation.toldAt(fact);
      if (behind == null || told < behind.at()) {
        earliestBehind.put(fact.customer(), new Told(fact, operation, told));
      }
    }
  }
}

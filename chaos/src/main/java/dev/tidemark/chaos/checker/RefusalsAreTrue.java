package dev.tidemark.chaos.checker;

import dev.tidemark.chaos.history.HistoryEntry.Attempted;
import dev.tidemark.chaos.history.Intent;
import dev.tidemark.chaos.history.Outcome.Refused;
import dev.tidemark.chaos.history.Resource;
import dev.tidemark.chaos.log.Past;
import dev.tidemark.chaos.log.State;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Who was refused something was told the truth: at some moment of the attempt it can have been as
/// the refusal says. A decision on old state would break this too.
final class RefusalsAreTrue implements Rule {
  @Override
  public String name() {
    return "refusals-are-true";
  }

  @Override
  public void judge(Evidence evidence, Ruling ruling) {
    for (Operation operation : evidence.operations().all()) {
      for (Attempted attempt : operation.attempts()) {
        if (attempt.outcome() instanceof Refused refused) {
          judge(operation, attempt, refused, evidence, ruling);
        }
      }
    }
  }

  private static void judge(
      Operation operation, Attempted attempt, Refused refused, Evidence evidence, Ruling ruling) {
    Intent intent = operation.intent();
    Grounds grounds = Grounds.of(refused.code(), intent);
    if (grounds == null) {
      return;
    }
    ruling.judged();
    String id = grounds.resource() == Resource.USER ? intent.customer() : intent.target();
    Past past = id == null ? null : evidence.past(grounds.resource(), id);
    if (!canHold(grounds, past, attempt, evidence)) {
      ruling.violated(
          "Expected a refusal that can have been true, but was " + refused.code(),
          operation,
          past == null ? List.of() : past.facts());
    }
  }

  private static boolean canHold(
      Grounds grounds, @Nullable Past past, Attempted attempt, Evidence evidence) {
    if (past == null) {
      return grounds.hold(null, 0);
    }
    Knowledge knowledge = evidence.knowledge(past);
    long newest = knowledge.possibleBefore(attempt.endedAt());
    for (long v = knowledge.certainBefore(attempt.sentAt()); v <= newest; v++) {
      State state = past.state(v);
      if (grounds.hold(state, v)) {
        return true;
      }
    }
    return false;
  }
}

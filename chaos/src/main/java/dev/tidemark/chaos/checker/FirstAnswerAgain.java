package dev.tidemark.chaos.checker;

import dev.tidemark.chaos.history.HistoryEntry.Attempted;
import dev.tidemark.chaos.history.Outcome.Acknowledged;
import dev.tidemark.chaos.history.Outcome.Refused;
import dev.tidemark.chaos.history.Outcome.Unknown;
import dev.tidemark.chaos.log.CommittedLog.Place;
import dev.tidemark.chaos.log.LogRecord.Fact;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Once a key stands in the log, everybody who asks with it gets the same answer, word for word,
/// and nobody a refusal. It is known to stand there when anybody was told of it, or of something
/// that stands behind it.
final class FirstAnswerAgain implements Rule {
  @Override
  public String name() {
    return "a-key-gets-its-first-answer-again";
  }

  @Override
  public void judge(Evidence evidence, Ruling ruling) {
    Map<Place, Committed> committed = new HashMap<>();
    for (Place place : evidence.log().places().keySet()) {
      committed.put(place, Committed.of(evidence.log().facts(place), evidence.operations()));
    }
    for (Operation operation : evidence.operations().all()) {
      List<Fact> facts = evidence.log().of(operation.intent().customer(), operation.key());
      if (facts.size() == 1 && operation.attempts().size() > 1) {
        Fact fact = facts.getFirst();
        Committed known = committed.get(new Place(fact.resource(), fact.partition()));
        judge(operation, fact, known == null ? Operation.NEVER : known.before(fact), ruling);
      }
    }
  }

  private static void judge(Operation operation, Fact fact, long committedBefore, Ruling ruling) {
    Acknowledged first = null;
    for (Attempted attempt : operation.attempts()) {
      boolean must = attempt.sentAt() > committedBefore;
      switch (attempt.outcome()) {
        case Acknowledged answer -> {
          boolean ofFact = answer.version() == fact.sequence();
          if (must && !ofFact) {
            ruling.violated("Expected the first answer, but was another", operation, List.of(fact));
            return;
          }
          if (ofFact && first != null) {
            ruling.judged();
            String difference = difference(first, answer);
            if (!difference.isEmpty()) {
              ruling.violated(difference, operation, List.of(fact));
              return;
            }
          }
          first = ofFact && first == null ? answer : first;
        }
        case Refused _ -> {
          if (must) {
            ruling.judged();
            ruling.violated(
                "Expected the first answer, but was a refusal", operation, List.of(fact));
            return;
          }
        }
        case Unknown _ -> {}
      }
    }
  }

  private static String difference(Acknowledged first, Acknowledged again) {
    boolean same =
        first.status() == again.status()
            && first.version() == again.version()
            && first.body().equals(again.body())
            && first.token().equals(again.token());
    return same ? "" : "Expected the first answer again, " + first + ", but was " + again;
  }

  /// By when it is certain that events of a partition stood in the log.
  private record Committed(Map<Long, Long> byOffset) {
    static Committed of(List<Fact> facts, Operations operations) {
      var byOffset = new HashMap<Long, Long>();
      long earliest = Operation.NEVER;
      for (Fact fact : facts.reversed()) {
        Operation operation = operations.withKey(fact.key());
        if (operation != null) {
          earliest = Math.min(earliest, operation.toldAt(fact));
        }
        byOffset.put(fact.offset(), earliest);
      }
      return new Committed(byOffset);
    }

    long before(Fact fact) {
      return byOffset.getOrDefault(fact.offset(), Operation.NEVER);
    }
  }
}

package dev.tidemark.chaos.checker;

import dev.tidemark.chaos.history.HistoryEntry.Attempted;
import dev.tidemark.chaos.history.Intent;
import dev.tidemark.chaos.history.Outcome.Acknowledged;
import dev.tidemark.chaos.log.LogRecord.Fact;
import dev.tidemark.chaos.log.Past;
import java.util.List;

/// What was acknowledged stands in the log exactly once, as it was wanted and as it was answered;
/// or what was wanted was so already, and the version that was answered says so.
final class AcknowledgedOnce implements Rule {
  @Override
  public String name() {
    return "acknowledged-stands-in-the-log-once";
  }

  @Override
  public void judge(Evidence evidence, Ruling ruling) {
    for (Operation operation : evidence.operations().all()) {
      List<Attempted> acknowledged = operation.acknowledged();
      if (!acknowledged.isEmpty()) {
        ruling.judged();
        judge(operation, acknowledged, evidence, ruling);
      }
    }
  }

  private static void judge(
      Operation operation, List<Attempted> acknowledged, Evidence evidence, Ruling ruling) {
    Intent intent = operation.intent();
    List<Fact> facts = evidence.log().of(intent.customer(), operation.key());
    if (facts.size() > 1) {
      ruling.violated("Expected one event, but there are " + facts.size(), operation, facts);
      return;
    }
    if (!facts.isEmpty()) {
      Fact fact = facts.getFirst();
      String differences = FactOfIntent.differences(intent, fact, evidence.past(fact));
      if (!differences.isEmpty()) {
        ruling.violated("Of the event: " + differences, operation, facts);
        return;
      }
    }
    for (Attempted attempt : acknowledged) {
      if (attempt.outcome() instanceof Acknowledged answer) {
        String wrong = wrong(operation, attempt, answer, facts, evidence);
        if (!wrong.isEmpty()) {
          ruling.violated(wrong, operation, facts);
          return;
        }
      }
    }
  }

  /// Why the answer is not true; empty if it is.
  private static String wrong(
      Operation operation,
      Attempted attempt,
      Acknowledged answer,
      List<Fact> facts,
      Evidence evidence) {
    Intent intent = operation.intent();
    boolean maybeUnchanged = facts.isEmpty() || facts.getFirst().sequence() != answer.version();
    if (maybeUnchanged && wasSo(intent, attempt, answer, evidence)) {
      return "";
    }
    if (facts.isEmpty()) {
      return "Expected one event, but there is none";
    }
    Fact fact = facts.getFirst();
    String differences =
        AnswerOfFact.differences(intent.command(), answer, fact, evidence.past(fact));
    return differences.isEmpty() ? "" : "Of the answer: " + differences;
  }

  /// Whether what was wanted was so at the version that was answered, and that version can have
  /// been the newest at some moment of the attempt.
  private static boolean wasSo(
      Intent intent, Attempted attempt, Acknowledged answer, Evidence evidence) {
    if (intent.target() == null || answer.replayed()) {
      return false;
    }
    Past past = evidence.past(intent.command().resource(), intent.target());
    if (past == null) {
      return false;
    }
    Knowledge knowledge = evidence.knowledge(past);
    return answer.version() >= knowledge.certainBefore(attempt.sentAt())
        && answer.version() <= knowledge.possibleBefore(attempt.endedAt())
        && Wanted.isSo(intent, past.state(answer.version()));
  }
}

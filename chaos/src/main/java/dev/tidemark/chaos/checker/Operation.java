package dev.tidemark.chaos.checker;

import dev.tidemark.chaos.history.HistoryEntry.Attempted;
import dev.tidemark.chaos.history.HistoryEntry.Invoked;
import dev.tidemark.chaos.history.Intent;
import dev.tidemark.chaos.history.Outcome.Acknowledged;
import dev.tidemark.chaos.history.Outcome.Refused;
import dev.tidemark.chaos.history.Outcome.Unknown;
import dev.tidemark.chaos.log.LogRecord.Fact;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// A command under its key, with all that was answered to it.
final class Operation {
  /// Of what never came to be.
  static final long NEVER = Long.MAX_VALUE;

  /// Of what was there before the run began.
  static final long ALWAYS = Long.MIN_VALUE;

  private final Invoked invoked;
  private final List<Attempted> attempts = new ArrayList<>(1);

  Operation(Invoked invoked) {
    this.invoked = invoked;
  }

  /// In the order in which they ended.
  void add(Attempted attempt) {
    attempts.add(attempt);
  }

  long number() {
    return invoked.operation();
  }

  String key() {
    return invoked.key();
  }

  Intent intent() {
    return invoked.intent();
  }

  /// Nothing of it can have happened before.
  long invokedAt() {
    return invoked.at();
  }

  List<Attempted> attempts() {
    return Collections.unmodifiableList(attempts);
  }

  /// Those that were told that it is done.
  List<Attempted> acknowledged() {
    return attempts.stream().filter(attempt -> attempt.outcome() instanceof Acknowledged).toList();
  }

  List<Attempted> refused() {
    return attempts.stream().filter(attempt -> attempt.outcome() instanceof Refused).toList();
  }

  /// Whether any attempt may have done something without telling.
  boolean unclear() {
    return attempts.isEmpty()
        || attempts.stream().anyMatch(attempt -> attempt.outcome() instanceof Unknown);
  }

  /// When a client was first told of the event that came of it; [#NEVER] if none was. What is
  /// wanted may have been so already, and been answered so, before the same key made an event.
  long toldAt(Fact fact) {
    long first = NEVER;
    for (Attempted attempt : attempts) {
      if (attempt.outcome() instanceof Acknowledged told && told.version() == fact.sequence()) {
        first = Math.min(first, attempt.endedAt());
      }
    }
    return first;
  }

  /// For people: what was wanted, and each answer.
  List<String> told() {
    var lines = new ArrayList<String>();
    lines.add(invoked.toString());
    attempts.forEach(attempt -> lines.add(attempt.toString()));
    return lines;
  }
}

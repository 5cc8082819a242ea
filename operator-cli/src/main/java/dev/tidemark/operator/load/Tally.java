package dev.tidemark.operator.load;

import dev.tidemark.events.consistency.ConsistencyToken;
import dev.tidemark.operator.progress.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What became of the commands so far. Thread-safe.
final class Tally {
  private final int total;
  private final Map<String, Integer> applied = new TreeMap<>();
  private final Map<String, Integer> refused = new TreeMap<>();
  private final List<RefusedLine> lines = new ArrayList<>();
  private ConsistencyToken token = ConsistencyToken.EMPTY;
  private int decided;
  private int replayed;
  private int undecided;
  private String trouble = "";

  Tally(int total) {
    this.total = total;
  }

  synchronized void applied(Step step, boolean again) {
    decided++;
    replayed += again ? 1 : 0;
    applied.merge(Commands.name(step), 1, Integer::sum);
    trouble = "";
  }

  synchronized void refused(Step step, String code, String detail) {
    decided++;
    var line = RefusedLine.bySystem(step, code, detail);
    refused.merge(line.reason(), 1, Integer::sum);
    lines.add(line);
    trouble = "";
  }

  synchronized void undecided(String why) {
    undecided++;
    trouble = why;
  }

  synchronized void covers(ConsistencyToken more) {
    token = token.merge(more);
  }

  synchronized Progress progress() {
    return new Progress(decided, total, "commands", trouble);
  }

  synchronized int decided() {
    return decided;
  }

  synchronized int replayed() {
    return replayed;
  }

  /// How often a command had to be sent again.
  synchronized int undecided() {
    return undecided;
  }

  synchronized Map<String, Integer> appliedByCommand() {
    return new TreeMap<>(applied);
  }

  synchronized Map<String, Integer> refusedByReason() {
    return new TreeMap<>(refused);
  }

  synchronized List<RefusedLine> refusedLines() {
    return List.copyOf(lines);
  }

  synchronized ConsistencyToken token() {
    return token;
  }
}

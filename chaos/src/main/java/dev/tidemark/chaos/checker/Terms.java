package dev.tidemark.chaos.checker;

import dev.tidemark.chaos.log.LogRecord;
import dev.tidemark.chaos.log.LogRecord.Fact;
import dev.tidemark.chaos.log.LogRecord.Marker;
import java.util.List;

/// Behind the marker or event of an owner stands nothing of an earlier one.
final class Terms implements Rule {
  @Override
  public String name() {
    return "terms-only-grow";
  }

  @Override
  public void judge(Evidence evidence, Ruling ruling) {
    for (List<LogRecord> place : evidence.log().places().values()) {
      LogRecord newest = null;
      for (LogRecord next : place) {
        if (newest != null) {
          ruling.judged();
          if (next.term() < newest.term()) {
            ruling.violated(
                "Expected nothing of term %d behind term %d".formatted(next.term(), newest.term()),
                List.of(),
                List.of(told(newest), told(next)));
          }
        }
        newest = newest == null || next.term() >= newest.term() ? next : newest;
      }
    }
  }

  private static String told(LogRecord one) {
    return switch (one) {
      case Fact fact -> fact.told();
      case Marker marker -> marker.toString();
    };
  }
}

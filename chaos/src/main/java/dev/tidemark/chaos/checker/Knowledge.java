package dev.tidemark.chaos.checker;

import dev.tidemark.chaos.log.LogRecord.Fact;
import dev.tidemark.chaos.log.Past;
import java.util.List;

/// When the versions of something came to be, as far as clients can tell: no version before the
/// command that made it was sent, and each at the latest when a client was told of it or of a later
/// one.
final class Knowledge {
  private final long[] possibleFrom;
  private final long[] certainFrom;

  private Knowledge(long[] possibleFrom, long[] certainFrom) {
    this.possibleFrom = possibleFrom;
    this.certainFrom = certainFrom;
  }

  static Knowledge of(Past past, Operations operations) {
    List<Fact> facts = past.facts();
    var possible = new long[facts.size()];
    var certain = new long[facts.size()];
    long latest = Operation.ALWAYS;
    for (int at = 0; at < possible.length; at++) {
      Fact fact = facts.get(at);
      Operation operation = operations.withKey(fact.key());
      latest = Math.max(latest, operation == null ? Operation.ALWAYS : operation.invokedAt());
      possible[at] = latest;
      certain[at] = operation == null ? Operation.NEVER : operation.toldAt(fact);
    }
    for (int at = certain.length - 2; at >= 0; at--) {
      certain[at] = Math.min(certain[at], certain[at + 1]);
    }
    return new Knowledge(possible, certain);
  }

  /// The newest version that somebody had been told of before `time`; 0 if none.
  long certainBefore(long time) {
    return countBelow(certainFrom, time);
  }

  /// The newest version that can have been there before `time`; 0 if none.
  long possibleBefore(long time) {
    return countBelow(possibleFrom, time);
  }

  /// How many of the ascending `times` are below `time`.
  private static long countBelow(long[] times, long time) {
    int low = 0;
    int high = times.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (times[middle] < time) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}

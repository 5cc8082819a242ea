package dev.tidemark.chaos.checker;

import dev.tidemark.chaos.history.HistoryEntry.Read;
import dev.tidemark.chaos.history.Seen;
import dev.tidemark.chaos.log.LogRecord.Fact;
import dev.tidemark.chaos.log.Past;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the rules about reads have in common.
final class Reads {
  /// Of a read that says nothing of the state.
  static final long NOTHING = -1;

  /// So many events are told beside a read.
  private static final int FACTS_MAX = 20;

  private Reads() {}

  /// The version that a read has shown; 0 if it said that there is no such thing.
  static long version(Read read) {
    return switch (read.seen()) {
      case Seen.State state -> state.version();
      case Seen.Absent _ -> 0;
      case Seen.Nothing _ -> NOTHING;
    };
  }

  /// The token that came with the answer; empty if none did.
  static String token(Read read) {
    return switch (read.seen()) {
      case Seen.State state -> state.token();
      case Seen.Absent absent -> absent.token();
      case Seen.Nothing _ -> "";
    };
  }

  static void violated(String what, Read read, @Nullable Past past, Ruling ruling) {
    var evidence = new ArrayList<String>();
    evidence.add(read.toString());
    if (past != null) {
      past.facts().stream().limit(FACTS_MAX).map(Fact::told).forEach(evidence::add);
    }
    ruling.violated(what, List.of(), evidence);
  }
}

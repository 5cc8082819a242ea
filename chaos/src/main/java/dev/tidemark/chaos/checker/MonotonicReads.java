package dev.tidemark.chaos.checker;

import dev.tidemark.chaos.history.HistoryEntry.Read;
import dev.tidemark.chaos.history.Resource;
import dev.tidemark.chaos.log.Past;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/// Who carries the token of what they have seen is never shown anything older.
final class MonotonicReads implements ReadRule {
  private record Viewer(int client, Resource resource, String id) {}

  private record Sight(long version, long endedAt, long offset) {}

  private final Map<Viewer, Sight> last = new HashMap<>();

  @Override
  public String name() {
    return "reads-with-a-token-go-forward";
  }

  @Override
  public void judge(Read read, Evidence evidence, Ruling ruling) {
    Past past = evidence.past(read.resource(), read.id());
    long shown = Reads.version(read);
    if (past == null || shown == Reads.NOTHING) {
      return;
    }
    var viewer = new Viewer(read.client(), read.resource(), read.id());
    Sight before = last.get(viewer);
    OptionalLong carried = Tokens.offset(read.carried(), read.resource(), past.partition());
    if (before != null
        && carried.isPresent()
        && carried.getAsLong() >= before.offset()
        && read.begunAt() >= before.endedAt()) {
      ruling.judged();
      if (shown < before.version()) {
        Reads.violated(
            "Expected version %d or later, which this client had seen, but was %d"
                .formatted(before.version(), shown),
            read,
            past,
            ruling);
      }
    }
    Tokens.offset(Reads.token(read), read.resource(), past.partition())
        .ifPresent(offset -> last.put(viewer, new Sight(shown, read.endedAt(), offset)));
  }
}

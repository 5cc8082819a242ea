package dev.tidemark.command.http;

import dev.tidemark.command.shard.ImportStep;
import dev.tidemark.events.EventTopic;
import dev.tidemark.events.archive.Prefix;
import dev.tidemark.events.codec.EventCodec;
import dev.tidemark.events.kafka.ArchivedRecords;
import dev.tidemark.events.kafka.ArchivedRecords.Line;
import dev.tidemark.events.kafka.EventRecords;
import dev.tidemark.runtime.problem.Problem;
import java.util.ArrayList;
import java.util.List;

/// Lines of an archive as the step of an import that they are. What a shard could not open on, or
/// would never look for in its own log, ends here.
final class ImportLines {
  private final ArchivedRecords records = new ArchivedRecords(new EventRecords(new EventCodec()));
  private final int shards;

  /// @param shards how many there are
  ImportLines(int shards) {
    this.shards = shards;
  }

  ImportStep.Take read(EventTopic topic, int shard, Prefix after, List<byte[]> lines) {
    var events = new ArrayList<Line.Event>(lines.size());
    Prefix through = after;
    for (byte[] line : lines) {
      switch (records.read(topic, shard, line)) {
        case Line.Event event -> {
          int actual = event.slot().shard(shards);
          if (actual != shard) {
            throw refused(events.size(), "Expected an event of this shard, but of " + actual);
          }
          events.add(event);
        }
        case Line.OfShard _ ->
            throw refused(events.size(), "Expected an event, but the record is of the shard");
        case Line.Unreadable(var cause) -> throw refused(events.size(), cause);
      }
      through = through.and(line);
    }
    return new ImportStep.Take(topic, after, through, events);
  }

  private static RuntimeException refused(int before, String rule) {
    return Problem.invalidField("line " + (before + 1), rule).exception();
  }
}

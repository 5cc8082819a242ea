package dev.tidemark.operator.archive;

import dev.tidemark.events.EventTopic;
import dev.tidemark.events.codec.EventCodec;
import dev.tidemark.events.kafka.ArchivedRecords;
import dev.tidemark.events.kafka.ArchivedRecords.Line;
import dev.tidemark.events.kafka.EventRecords;
import dev.tidemark.operator.archive.Manifest.Stretch;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Whether an archive can be imported, found out before anything is written: all of it is there and
/// as its manifest says, and every event can be read and stands where it must.
///
/// @param findings what is wrong; empty if nothing is
/// @param events how many there are, without records of the shards themselves
public record Importable(List<String> findings, long events) {
  public static Importable of(Path directory) {
    var count = new Count(Manifest.read(directory).shards());
    List<String> findings = ArchiveCheck.findings(directory, count::look);
    return new Importable(findings, count.events);
  }

  private static final class Count {
    private final ArchivedRecords records = new ArchivedRecords(new EventRecords(new EventCodec()));
    private final int shards;
    private long events;

    Count(int shards) {
      this.shards = shards;
    }

    Optional<String> look(Stretch stretch, String line) {
      final EventTopic topic;
      try {
        topic = EventTopic.named(stretch.topic());
      } catch (IllegalArgumentException e) {
        return Optional.ofNullable(e.getMessage());
      }
      return switch (records.read(topic, stretch.shard(), line.getBytes(StandardCharsets.UTF_8))) {
        case Line.Event event -> {
          events++;
          int actual = event.slot().shard(shards);
          yield actual == stretch.shard()
              ? Optional.empty()
              : Optional.of("expected an event of this shard, but it is of " + actual);
        }
        case Line.OfShard _ -> Optional.empty();
        case Line.Unreadable(var cause) -> Optional.of(cause);
      };
    }
  }
}

package dev.tidemark.operator.archive;

import dev.tidemark.events.EventTopic;
import dev.tidemark.events.codec.EventCodec;
import dev.tidemark.events.kafka.ArchivedRecords;
import dev.tidemark.events.kafka.ArchivedRecords.Line;
import dev.tidemark.events.kafka.EventRecords;
import dev.tidemark.operator.archive.Manifest.Segment;
import dev.tidemark.operator.archive.Manifest.Stretch;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// The events of an archive that belong to one shard of a system. That may have another number of
/// shards than the system that was archived: a customer belongs to a slot, and the slot to a shard.
/// The events of each customer come in the order in which they were archived, and all in an order
/// that is the same each time.
final class ArchivedShard {
  private final ArchivedRecords records = new ArchivedRecords(new EventRecords(new EventCodec()));
  private final Path directory;
  private final Manifest manifest;
  private final int shard;
  private final int shards;

  /// Takes what is read.
  @FunctionalInterface
  interface Sink {
    void take(byte[] line) throws IOException, InterruptedException;
  }

  /// @param shards of the system that is to be filled
  ArchivedShard(Path directory, Manifest manifest, int shard, int shards) {
    this.directory = directory;
    this.manifest = manifest;
    this.shard = shard;
    this.shards = shards;
  }

  /// Line by line: what is held in memory does not grow with the archive.
  void read(EventTopic topic, Sink sink) throws IOException, InterruptedException {
    for (Stretch stretch : manifest.stretches()) {
      if (stretch.topic().equals(topic.topicName()) && mayHoldEvents(stretch.shard())) {
        for (Segment segment : stretch.segments()) {
          read(topic, segment, sink);
        }
      }
    }
  }

  /// Slots that are in one shard of each system are equal modulo whatever divides both numbers.
  private boolean mayHoldEvents(int archived) {
    int divisor =
        BigInteger.valueOf(shards).gcd(BigInteger.valueOf(manifest.shards())).intValueExact();
    return (archived - shard) % divisor == 0;
  }

  private void read(EventTopic topic, Segment segment, Sink sink)
      throws IOException, InterruptedException {
    try (var lines = segment.lines(directory)) {
      for (String text = lines.readLine(); text != null; text = lines.readLine()) {
        byte[] line = text.getBytes(StandardCharsets.UTF_8);
        switch (records.read(topic, shard, line)) {
          case Line.Event event -> {
            if (event.slot().shard(shards) == shard) {
              sink.take(line);
            }
          }
          case Line.OfShard _ -> {}
          case Line.Unreadable(var cause) ->
              throw new IllegalStateException(
                  "Expected to read a line of %s, but: %s".formatted(segment.file(), cause));
        }
      }
    }
  }
}

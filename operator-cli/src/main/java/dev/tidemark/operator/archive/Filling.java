package dev.tidemark.operator.archive;

import dev.tidemark.events.EventTopic;
import dev.tidemark.events.archive.Prefix;
import dev.tidemark.events.archive.ShardImport;
import dev.tidemark.operator.verb.ExitCode;
import dev.tidemark.operator.verb.Failure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Fills one shard: what it holds already is compared, what it lacks is sent, in pages.
///
/// Not thread-safe.
final class Filling {
  private static final int PAGE_BYTES_MAX = 4 << 20;

  private final ArchivedShard archived;
  private final ImportTarget target;
  private final int shard;
  private final int linesMax;
  private final Tally tally;
  private ShardImport there;

  /// Hears how many events are in the system.
  interface Tally {
    /// Were there already, as they should be.
    void compared(long events);

    /// Are there now.
    void taken(long events);
  }

  /// @param there what the shard holds
  Filling(
      ArchivedShard archived,
      ImportTarget target,
      int shard,
      int linesMax,
      ShardImport there,
      Tally tally) {
    this.archived = archived;
    this.target = target;
    this.shard = shard;
    this.linesMax = linesMax;
    this.there = there;
    this.tally = tally;
  }

  /// @return what the shard holds then
  ShardImport run() throws IOException, InterruptedException {
    for (EventTopic topic : EventTopic.values()) {
      var filling = new OfTopic(topic);
      archived.read(topic, filling::add);
      filling.end();
    }
    return there;
  }

  private final class OfTopic {
    private final EventTopic topic;
    private final Prefix before;
    private final List<byte[]> page = new ArrayList<>();
    private Prefix read = Prefix.NONE;
    private long pageBytes;

    OfTopic(EventTopic topic) {
      this.topic = topic;
      this.before = there.of(topic);
    }

    void add(byte[] line) throws InterruptedException {
      if (read.events() >= before.events()) {
        if (there.ended()) {
          throw another("and its import has ended, but the archive holds more");
        }
        if (page.size() == linesMax || pageBytes + line.length > PAGE_BYTES_MAX) {
          send();
        }
        page.add(line);
        pageBytes += line.length;
      }
      read = read.and(line);
      if (read.events() == before.events()) {
        compare();
      }
    }

    void end() throws InterruptedException {
      if (read.events() < before.events()) {
        throw another("but the archive holds only %,d".formatted(read.events()));
      }
      send();
    }

    private void compare() {
      if (!read.equals(before)) {
        throw another("but those of the archive are others");
      }
      tally.compared(read.events());
    }

    private void send() throws InterruptedException {
      if (page.isEmpty()) {
        return;
      }
      Prefix after = there.of(topic);
      long expected = after.events() + page.size();
      there =
          target
              .take(shard, topic, after, List.copyOf(page))
              .imported()
              .filter(now -> now.of(topic).events() == expected)
              .orElseThrow(() -> another("but is filled by somebody else"));
      tally.taken(page.size());
      page.clear();
      pageBytes = 0;
    }

    private Failure another(String found) {
      return new Failure(
          ExitCode.REFUSED,
          ("Expected what the system holds to be the beginning of this archive: shard %d holds %,d"
                  + " events of %s, %s")
              .formatted(shard, there.of(topic).events(), topic.topicName(), found));
    }
  }
}

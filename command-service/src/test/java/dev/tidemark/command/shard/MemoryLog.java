package dev.tidemark.command.shard;

import dev.tidemark.events.Envelope;
import dev.tidemark.events.EventTopic;
import dev.tidemark.events.archive.ShardImport;
import dev.tidemark.events.consistency.Position;
import dev.tidemark.events.kafka.ArchivedRecords.Line;
import dev.tidemark.events.kafka.LogEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The log of shard 0 in memory, for which any number of writers may contend. Like Kafka's, its
/// offsets have holes. Thread-safe.
final class MemoryLog {
  private static final int SHARD = 0;

  private final Map<EventTopic, List<LogEntry>> entries = new EnumMap<>(EventTopic.class);
  private @Nullable Writer owner;
  private long terms;
  private long offsets;

  MemoryLog() {
    for (EventTopic topic : EventTopic.values()) {
      entries.put(topic, new ArrayList<>());
    }
  }

  TransactionalLog writer() {
    return new Writer();
  }

  synchronized List<Envelope> events() {
    return entries.values().stream()
        .flatMap(List::stream)
        .filter(LogEntry.Recorded.class::isInstance)
        .map(entry -> ((LogEntry.Recorded) entry).envelope())
        .toList();
  }

  private Position next(EventTopic topic) {
    offsets += 2;
    return new Position(topic, SHARD, offsets);
  }

  private final class Writer implements TransactionalLog {
    @Override
    public Opened open() {
      synchronized (MemoryLog.this) {
        owner = this;
        terms++;
        var markers = new EnumMap<EventTopic, Long>(EventTopic.class);
        for (EventTopic topic : EventTopic.values()) {
          Position position = next(topic);
          entries.get(topic).add(new LogEntry.Marker(position, terms));
          markers.put(topic, position.offset());
        }
        return new Opened(terms, markers);
      }
    }

    @Override
    public void replay(Opened opened, Map<EventTopic, Long> after, Consumer<List<LogEntry>> sink) {
      for (EventTopic topic : EventTopic.values()) {
        List<LogEntry> wanted;
        synchronized (MemoryLog.this) {
          wanted =
              entries.get(topic).stream()
                  .filter(entry -> entry.position().offset() >= after.getOrDefault(topic, 0L))
                  .filter(entry -> entry.position().offset() <= opened.markers().get(topic))
                  .toList();
        }
        sink.accept(wanted);
      }
    }

    @Override
    public OptionalLong follow(
        Map<EventTopic, Long> after, Duration patience, Consumer<List<LogEntry>> sink) {
      synchronized (MemoryLog.this) {
        owner = owner == this ? null : owner;
        if (since(after).isEmpty()) {
          awaitMore(patience);
        }
        sink.accept(since(after));
        return OptionalLong.of(0);
      }
    }

    private List<LogEntry> since(Map<EventTopic, Long> after) {
      return entries.values().stream()
          .flatMap(List::stream)
          .filter(it -> it.position().offset() > after.getOrDefault(it.position().topic(), 0L))
          .toList();
    }

    private void awaitMore(Duration patience) {
      try {
        MemoryLog.this.wait(patience.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public List<Position> append(List<Envelope> events) throws LogFailedException {
      synchronized (MemoryLog.this) {
        confirm();
        var positions = new ArrayList<Position>();
        for (Envelope event : events) {
          EventTopic topic = event.event().topic();
          Position position = next(topic);
          entries.get(topic).add(new LogEntry.Recorded(position, event));
          positions.add(position);
        }
        MemoryLog.this.notifyAll();
        return positions;
      }
    }

    @Override
    public List<Position> copy(List<Line.Event> events, ShardImport state)
        throws LogFailedException {
      synchronized (MemoryLog.this) {
        var positions = new ArrayList<>(append(events.stream().map(Line.Event::envelope).toList()));
        Position position = next(EventTopic.USERS);
        entries.get(EventTopic.USERS).add(new LogEntry.Imported(position, state));
        positions.add(position);
        return positions;
      }
    }

    @Override
    public void confirm() throws LogFailedException {
      synchronized (MemoryLog.this) {
        if (owner != this) {
          throw new OvertakenException("Expected to be the owner, but was fenced");
        }
      }
    }

    @Override
    public void close() {}
  }
}

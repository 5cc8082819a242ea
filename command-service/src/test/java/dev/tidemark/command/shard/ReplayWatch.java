package dev.tidemark.command.shard;

import dev.tidemark.events.Envelope;
import dev.tidemark.events.EventTopic;
import dev.tidemark.events.archive.ShardImport;
import dev.tidemark.events.consistency.Position;
import dev.tidemark.events.kafka.ArchivedRecords.Line;
import dev.tidemark.events.kafka.LogEntry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// Counts the events that are read from another log.
final class ReplayWatch implements TransactionalLog {
  private final TransactionalLog log;
  private final Semaphore followed = new Semaphore(0);
  private final AtomicInteger replayed = new AtomicInteger();
  private volatile Map<EventTopic, Long> applied = Map.of();

  ReplayWatch(TransactionalLog log) {
    this.log = log;
  }

  void awaitFollowed(int events) throws InterruptedException {
    followed.acquire(events);
  }

  /// After what had been applied already.
  int eventsReplayed() {
    return replayed.get();
  }

  @Override
  public Opened open() throws LogFailedException {
    return log.open();
  }

  @Override
  public void replay(Opened opened, Map<EventTopic, Long> after, Consumer<List<LogEntry>> sink)
      throws LogFailedException {
    applied = after;
    log.replay(
        opened,
        after,
        entries -> {
          replayed.addAndGet(events(entries));
          sink.accept(entries);
        });
  }

  @Override
  public OptionalLong follow(
      Map<EventTopic, Long> after, Duration patience, Consumer<List<LogEntry>> sink)
      throws LogFailedException {
    applied = after;
    return log.follow(
        after,
        patience,
        entries -> {
          sink.accept(entries);
          followed.release(events(entries));
        });
  }

  private int events(List<LogEntry> entries) {
    return (int)
        entries.stream()
            .filter(LogEntry.Recorded.class::isInstance)
            .filter(entry -> isNew(entry.position()))
            .count();
  }

  private boolean isNew(Position position) {
    return position.offset() > applied.getOrDefault(position.topic(), -1L);
  }

  @Override
  public List<Position> append(List<Envelope> events) throws LogFailedException {
    return log.append(events);
  }

  @Override
  public List<Position> copy(List<Line.Event> events, ShardImport state) throws LogFailedException {
    return log.copy(events, state);
  }

  @Override
  public void confirm() throws LogFailedException {
    log.confirm();
  }

  @Override
  public void close() {
    log.close();
  }
}

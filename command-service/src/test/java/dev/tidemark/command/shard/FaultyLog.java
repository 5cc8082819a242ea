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
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/// Lets another log fail as told, one fault for each call that it concerns.
final class FaultyLog implements TransactionalLog {
  enum Fault {
    /// The next append does nothing and fails.
    APPEND_REFUSED,
    /// The next append is committed, but its writer never hears of it.
    REPLY_LOST
  }

  private final TransactionalLog log;
  private final Queue<Fault> appendFaults = new ConcurrentLinkedQueue<>();
  private volatile int openingsRefused;
  private volatile Runnable beforeAppend = () -> {};

  FaultyLog(TransactionalLog log) {
    this.log = log;
  }

  void next(Fault fault) {
    appendFaults.add(fault);
  }

  void refuseOpenings(int count) {
    openingsRefused = count;
  }

  /// Runs on the shard's thread, when all is decided and nothing committed.
  void beforeAppend(Runnable action) {
    beforeAppend = action;
  }

  @Override
  public Opened open() throws LogFailedException {
    if (openingsRefused > 0) {
      openingsRefused--;
      throw new LogFailedException("Expected brokers, but there are none");
    }
    return log.open();
  }

  @Override
  public void replay(Opened opened, Map<EventTopic, Long> after, Consumer<List<LogEntry>> sink)
      throws LogFailedException {
    log.replay(opened, after, sink);
  }

  @Override
  public OptionalLong follow(
      Map<EventTopic, Long> after, Duration patience, Consumer<List<LogEntry>> sink)
      throws LogFailedException {
    return log.follow(after, patience, sink);
  }

  @Override
  public List<Position> append(List<Envelope> events) throws LogFailedException {
    return appended(() -> log.append(events));
  }

  @Override
  public List<Position> copy(List<Line.Event> events, ShardImport state) throws LogFailedException {
    return appended(() -> log.copy(events, state));
  }

  private interface Append {
    List<Position> run() throws LogFailedException;
  }

  private List<Position> appended(Append append) throws LogFailedException {
    beforeAppend.run();
    Fault fault = appendFaults.poll();
    if (fault == Fault.APPEND_REFUSED) {
      throw new LogFailedException("The append was refused");
    }
    List<Position> positions = append.run();
    if (fault == Fault.REPLY_LOST) {
      throw new LogFailedException("The reply was lost");
    }
    return positions;
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

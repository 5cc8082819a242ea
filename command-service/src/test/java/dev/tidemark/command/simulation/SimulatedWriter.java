package dev.tidemark.command.simulation;

import dev.tidemark.command.shard.LogFailedException;
import dev.tidemark.command.shard.Opened;
import dev.tidemark.command.shard.TransactionalLog;
import dev.tidemark.command.simulation.SimulatedLog.Transaction;
import dev.tidemark.events.Envelope;
import dev.tidemark.events.EventTopic;
import dev.tidemark.events.archive.ShardImport;
import dev.tidemark.events.consistency.Position;
import dev.tidemark.events.kafka.ArchivedRecords.Line;
import dev.tidemark.events.kafka.LogEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;

/// A client of the simulated brokers, as it should be. Each request is exposed to the surroundings
/// before it is sent and after it is answered.
class SimulatedWriter implements TransactionalLog {
  private static final int WAITS_MAX = 12;
  private static final int CLOSED = -1;

  final SimulatedLog log;
  final Surroundings around;
  private final int[] epochs = new int[SimulatedLog.IDS];
  private int turn;
  private long term = CLOSED;

  SimulatedWriter(SimulatedLog log, Surroundings around) {
    this.log = log;
    this.around = around;
    Arrays.fill(epochs, CLOSED);
  }

  /// Whether nobody has opened the log since.
  final boolean isLatest() {
    return term == log.lastOpening();
  }

  @Override
  public Opened open() throws LogFailedException {
    close();
    for (int id = 0; id < SimulatedLog.IDS; id++) {
      take(id);
    }
    return mark();
  }

  /// Fences others who use this id, but not those who use another.
  final void take(int id) throws LogFailedException {
    around.moment();
    mayBeUnreachable();
    epochs[id] = fence(id);
    around.moment();
  }

  int fence(int id) {
    return log.fence(id);
  }

  /// Writes the opening with the id whose turn it is.
  final Opened mark() throws LogFailedException {
    Transaction transaction = begin();
    long opening = log.opening(transaction);
    term = opening;
    var markers = new EnumMap<EventTopic, Long>(EventTopic.class);
    for (EventTopic topic : EventTopic.values()) {
      around.moment();
      Position marker =
          log.append(transaction, topic, position -> new LogEntry.Marker(position, opening));
      markers.put(topic, marker.offset());
    }
    commit(transaction);
    return new Opened(opening, markers);
  }

  final void skipTurn() {
    turn = (turn + 1) % SimulatedLog.IDS;
  }

  /// The ids take turns, from the first on.
  private Transaction begin() throws LogFailedException {
    int id = turn;
    skipTurn();
    return log.begin(id, epochs[id]);
  }

  @Override
  public void replay(Opened opened, Map<EventTopic, Long> after, Consumer<List<LogEntry>> sink)
      throws LogFailedException {
    var next = new EnumMap<EventTopic, Long>(EventTopic.class);
    opened.markers().keySet().forEach(topic -> next.put(topic, after.getOrDefault(topic, 0L)));
    for (int waits = 0; waits < WAITS_MAX; waits++) {
      around.moment();
      mayBeUnreachable();
      var batch = new ArrayList<LogEntry>();
      for (EventTopic topic : List.copyOf(next.keySet())) {
        long end = bound(topic, opened);
        List<LogEntry> found = entries(topic, next.get(topic), end);
        List<LogEntry> polled = found.subList(0, around.below(found.size() + 1));
        batch.addAll(polled);
        if (end < 0 || (!polled.isEmpty() && polled.getLast().position().offset() >= end)) {
          next.remove(topic);
        } else if (!polled.isEmpty()) {
          next.put(topic, polled.getLast().position().offset() + 1);
        }
      }
      if (!batch.isEmpty()) {
        sink.accept(batch);
        waits = 0;
      }
      if (isRead(next, opened)) {
        return;
      }
    }
    throw new LogFailedException("Expected to reach the markers, but missed those of " + next);
  }

  @Override
  public OptionalLong follow(
      Map<EventTopic, Long> after, Duration patience, Consumer<List<LogEntry>> sink)
      throws LogFailedException {
    close();
    around.moment();
    mayBeUnreachable();
    var batch = new ArrayList<LogEntry>();
    long left = 0;
    for (EventTopic topic : EventTopic.values()) {
      List<LogEntry> found = followed(topic, after.getOrDefault(topic, -1L) + 1);
      List<LogEntry> polled = found.subList(0, around.below(found.size() + 1));
      batch.addAll(polled);
      left += found.size() - polled.size();
    }
    if (!batch.isEmpty()) {
      sink.accept(batch);
    }
    around.moment();
    return OptionalLong.of(left);
  }

  List<LogEntry> followed(EventTopic topic, long from) {
    return log.read(topic, from, Long.MAX_VALUE, true);
  }

  List<LogEntry> entries(EventTopic topic, long from, long to) {
    return log.read(topic, from, to, true);
  }

  long bound(EventTopic topic, Opened opened) {
    return opened.markers().get(topic);
  }

  boolean isRead(Map<EventTopic, Long> next, Opened opened) {
    return next.isEmpty();
  }

  @Override
  public List<Position> append(List<Envelope> events) throws LogFailedException {
    var positions = new ArrayList<Position>();
    commit(written(events, positions));
    return positions;
  }

  @Override
  public List<Position> copy(List<Line.Event> events, ShardImport state) {
    throw new UnsupportedOperationException("Nobody imports in this world");
  }

  @Override
  public void confirm() throws LogFailedException {
    around.moment();
    mayBeUnreachable();
    if (!isLatest()) {
      throw new LogFailedException("Expected to be the owner, but was fenced");
    }
    around.moment();
  }

  final Transaction written(List<Envelope> events, List<Position> positions)
      throws LogFailedException {
    around.moment();
    Transaction transaction = begin();
    for (Envelope event : events) {
      EventTopic topic = event.event().topic();
      positions.add(
          log.append(transaction, topic, position -> new LogEntry.Recorded(position, event)));
    }
    return transaction;
  }

  final void commit(Transaction transaction) throws LogFailedException {
    around.moment();
    Faults faults = around.faults();
    if (around.chance(faults.commitRefused())) {
      throw new LogFailedException("The commit was refused");
    }
    if (around.chance(faults.commitLate())) {
      log.commitSomeTime(transaction);
      throw new LogFailedException("The commit timed out");
    }
    log.commit(transaction);
    if (around.chance(faults.commitUnheard())) {
      throw new LogFailedException("The reply was lost");
    }
    around.moment();
  }

  private void mayBeUnreachable() throws LogFailedException {
    if (around.chance(around.faults().unreachable())) {
      throw new LogFailedException("Expected brokers, but there are none");
    }
  }

  @Override
  public void close() {
    Arrays.fill(epochs, CLOSED);
    turn = 0;
    term = CLOSED;
  }
}

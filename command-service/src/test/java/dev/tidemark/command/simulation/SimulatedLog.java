package dev.tidemark.command.simulation;

import dev.tidemark.command.shard.LogFailedException;
import dev.tidemark.command.shard.OvertakenException;
import dev.tidemark.events.EventTopic;
import dev.tidemark.events.consistency.Position;
import dev.tidemark.events.kafka.LogEntry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/// Brokers: the partitions of one shard and the coordinators of its transactional ids, each with an
/// epoch and a transaction of its own.
///
/// A transaction is settled in one moment and seen later, in each partition at its own time, once
/// its control record lands there. Until then it pins the partition's last stable offset. Unlike
/// Kafka, which lets a writer begin only when its last transaction has landed everywhere, later
/// ones may overtake: whoever copes with this copes with transactions of others too.
final class SimulatedLog {
  static final int SHARD = 0;
  static final int IDS = 2;
  private static final Duration TRANSACTION_MAX = Duration.ofSeconds(10);

  enum Fate {
    OPEN,
    COMMITTED,
    ABORTED
  }

  static final class Transaction {
    private final int id;
    private final int epoch;
    private final Instant begun;
    private final List<LogEntry> entries = new ArrayList<>();
    private final Set<EventTopic> unlanded = EnumSet.noneOf(EventTopic.class);
    private Fate fate = Fate.OPEN;
    private boolean commitUnderway;

    private Transaction(int id, int epoch, Instant begun) {
      this.id = id;
      this.epoch = epoch;
      this.begun = begun;
    }
  }

  private record Stored(LogEntry entry, Transaction transaction) {}

  private final Map<EventTopic, List<Stored>> partitions = new EnumMap<>(EventTopic.class);
  private final Map<EventTopic, Long> ends = new EnumMap<>(EventTopic.class);
  private final List<Transaction> unsettled = new ArrayList<>();
  private final List<Transaction> landing = new ArrayList<>();
  private final InstantSource clock;
  private final Truth truth;
  private final int[] epochs = new int[IDS];
  private long openings;

  SimulatedLog(InstantSource clock, Truth truth) {
    this.clock = clock;
    this.truth = truth;
    for (EventTopic topic : EventTopic.values()) {
      partitions.put(topic, new ArrayList<>());
      ends.put(topic, 0L);
    }
  }

  int epoch(int id) {
    return epochs[id];
  }

  /// Ends whatever earlier writers had begun with this id; they cannot go on with it.
  int fence(int id) {
    for (Transaction transaction : List.copyOf(unsettled)) {
      if (transaction.id == id) {
        settle(transaction, Fate.ABORTED);
      }
    }
    return ++epochs[id];
  }

  Transaction begin(int id, int epoch) throws LogFailedException {
    mustBeLatest(id, epoch);
    var transaction = new Transaction(id, epoch, clock.instant());
    unsettled.add(transaction);
    return transaction;
  }

  /// The offset of the last record in the topic of openings, committed or not.
  long lastOpening() {
    return openings;
  }

  /// The offset of a new record there.
  long opening(Transaction transaction) throws LogFailedException {
    mustBeOpen(transaction);
    openings += 2;
    return openings;
  }

  Position append(Transaction transaction, EventTopic topic, Function<Position, LogEntry> entry)
      throws LogFailedException {
    mustBeOpen(transaction);
    var position = new Position(topic, SHARD, ends.merge(topic, 1L, Long::sum) - 1);
    LogEntry appended = entry.apply(position);
    partitions.get(topic).add(new Stored(appended, transaction));
    transaction.entries.add(appended);
    transaction.unlanded.add(topic);
    return position;
  }

  void commit(Transaction transaction) throws LogFailedException {
    mustBeOpen(transaction);
    settle(transaction, Fate.COMMITTED);
    truth.committed(transaction.entries);
  }

  /// The request is on its way, and may arrive or not.
  void commitSomeTime(Transaction transaction) {
    transaction.commitUnderway = true;
  }

  /// What brokers do while nobody asks them for anything.
  void drift(RandomGenerator random) {
    for (Transaction transaction : List.copyOf(unsettled)) {
      if (transaction.commitUnderway && random.nextInt(3) == 0) {
        settle(transaction, Fate.COMMITTED);
        truth.committed(transaction.entries);
      } else if (transaction.begun.plus(TRANSACTION_MAX).isBefore(clock.instant())) {
        settle(transaction, Fate.ABORTED);
        epochs[transaction.id]++;
      }
    }
    for (Transaction transaction : List.copyOf(landing)) {
      for (EventTopic topic : EnumSet.copyOf(transaction.unlanded)) {
        if (random.nextInt(3) > 0) {
          land(transaction, topic);
        }
      }
    }
  }

  /// The entries from one offset to another, both included.
  ///
  /// @param committedOnly and none from the last stable offset on
  List<LogEntry> read(EventTopic topic, long from, long to, boolean committedOnly) {
    var read = new ArrayList<LogEntry>();
    for (Stored stored : partitions.get(topic)) {
      long offset = stored.entry.position().offset();
      if (offset > to || (committedOnly && stored.transaction.unlanded.contains(topic))) {
        break;
      }
      if (offset >= from && (!committedOnly || stored.transaction.fate == Fate.COMMITTED)) {
        read.add(stored.entry);
      }
    }
    return read;
  }

  /// Where the oldest transaction begins that has not landed.
  long lastStable(EventTopic topic) {
    return partitions.get(topic).stream()
        .filter(stored -> stored.transaction.unlanded.contains(topic))
        .mapToLong(stored -> stored.entry.position().offset())
        .findFirst()
        .orElse(ends.get(topic));
  }

  private void settle(Transaction transaction, Fate fate) {
    transaction.fate = fate;
    unsettled.remove(transaction);
    if (!transaction.unlanded.isEmpty()) {
      landing.add(transaction);
    }
  }

  private void land(Transaction transaction, EventTopic topic) {
    ends.merge(topic, 1L, Long::sum);
    transaction.unlanded.remove(topic);
    if (transaction.unlanded.isEmpty()) {
      landing.remove(transaction);
    }
  }

  private void mustBeOpen(Transaction transaction) throws LogFailedException {
    mustBeLatest(transaction.id, transaction.epoch);
    if (transaction.fate != Fate.OPEN) {
      throw new LogFailedException("Expected an open transaction, but it is " + transaction.fate);
    }
  }

  private void mustBeLatest(int id, int epoch) throws LogFailedException {
    if (epoch != epochs[id]) {
      throw new OvertakenException(
          "Expected epoch %d of id %d, but was %d".formatted(epochs[id], id, epoch));
    }
  }
}

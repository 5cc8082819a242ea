package dev.tidemark.projection.store;

import dev.tidemark.events.consistency.Position;
import dev.tidemark.projection.batch.BatchFold;
import dev.tidemark.projection.batch.Before;
import dev.tidemark.projection.batch.Changes;
import dev.tidemark.projection.batch.LogRecord;
import dev.tidemark.projection.batch.Positions;
import dev.tidemark.projection.batch.Rereading;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// The parked events of all aggregates, for operators. Thread-safe.
///
/// ## Why a retry cannot race
///
/// Whoever writes a shard moves its positions first. A retry holds one of them until it ends. So it
/// sees what the last batch left, and the next batch sees what the retry left: whether the
/// aggregate is still parked, and on which row its next event is folded.
///
/// ## Why nobody reads the old value
///
/// The rows that a retry writes lie behind the positions, where the cache does not look again. So
/// it leaves a mark for each in the same transaction, and ends the lease of the shard's cache while
/// it still holds the positions. Whoever gives a lease from then on has begun anew; and who begins
/// waits for the positions before it reads the marks. So it meets either no change or its mark.
public final class ParkedEvents {
  /// Of one queue, in one transaction.
  private static final int EVENTS_MAX = 1_000;

  private static final int SLICES_MAX = 1_000;

  private final Supplier<Database> database;
  private final Rereading rereading;
  private final LeaseEnd leases;
  private final InstantSource clock;
  private final PositionsTable positions = new PositionsTable();
  private final ViewTables tables = new ViewTables();
  private final QueueTable queues = new QueueTable();
  private final RewrittenTable rewritten = new RewrittenTable();

  public ParkedEvents(
      Supplier<Database> database, Rereading rereading, LeaseEnd leases, InstantSource clock) {
    this.database = database;
    this.rereading = rereading;
    this.leases = leases;
    this.clock = clock;
  }

  /// In the order of their names.
  public List<ParkedQueue> list(Optional<QueueName> after, int queuesMax) {
    return database.get().transact(connection -> queues.list(connection, after, queuesMax));
  }

  /// The queues of aggregates with this id: one, as a rule.
  public List<QueueName> named(String aggregateId) {
    return database.get().transact(connection -> queues.named(connection, aggregateId));
  }

  /// The first events of a queue, in the order in which they are to be applied.
  public List<ParkedEvent> first(QueueName name, int eventsMax) {
    return database.get().transact(connection -> queues.first(connection, name, eventsMax));
  }

  public long count(QueueName name) {
    return database.get().transact(connection -> queues.count(connection, name));
  }

  /// Applies the events of a queue in their order, all or up to the first that still cannot be:
  /// that one stays, with the cause of today, and so do those behind it.
  ///
  /// @param dryRun to find out what would happen, of the first events, and change nothing
  public Retried retry(QueueName name, boolean dryRun) {
    var all = new Retried(name, 0, 0, 0, "");
    for (int slice = 1; slice <= SLICES_MAX; slice++) {
      Retried some = database.get().transact(connection -> retried(connection, name, 0, dryRun));
      all = new Retried(name, 0, all.applied() + some.applied(), some.left(), some.cause());
      if (dryRun || some.left() == 0 || !some.cause().isEmpty()) {
        return all;
      }
    }
    return all;
  }

  /// Leaves the first event of a queue out of the views, for good, and applies those behind it as
  /// far as they follow from what is in the views.
  ///
  /// @param offset of that event: who sends the same decision twice does not discard two
  /// @return empty if another event is the first
  public Optional<Retried> discard(QueueName name, long offset, Discarding why, boolean dryRun) {
    return database
        .get()
        .transact(connection -> {
          positions.hold(connection, name.shard());
          List<ParkedEvent> first = queues.first(connection, name, 1);
          if (first.isEmpty() || first.getFirst().offset() != offset) {
            return Optional.empty();
          }
          queues.keepDiscarded(connection, name, offset, why, clock.instant());
          queues.deleteUpTo(connection, name, offset);
          return Optional.of(retried(connection, name, 1, dryRun));
        });
  }

  private Retried retried(Connection connection, QueueName name, int discarded, boolean dryRun)
      throws SQLException {
    Positions standing = positions.hold(connection, name.shard());
    List<ParkedEvent> waiting = queues.first(connection, name, EVENTS_MAX);
    List<LogRecord> records = waiting.stream().map(event -> reread(name, event)).toList();
    var foldable = new Foldable(connection, name.shard(), records);
    int applied = foldable.apply();
    if (applied > 0) {
      queues.deleteUpTo(connection, name, waiting.get(applied - 1).offset());
    }
    if (applied < waiting.size()) {
      queues.recause(connection, name, waiting.get(applied).offset(), foldable.cause);
    }
    long left = queues.count(connection, name);
    if (dryRun) {
      connection.rollback();
    } else if (applied > 0) {
      List<Integer> caches = leases.end(connection.getSchema(), name.shard(), standing);
      rewritten.insert(connection, caches, name.shard(), name.aggregate());
    }
    return new Retried(name, discarded, applied, left, foldable.cause);
  }

  private LogRecord reread(QueueName name, ParkedEvent event) {
    var position = new Position(name.aggregate().topic(), name.shard(), event.offset());
    return rereading.read(position, event.raw());
  }

  /// Events of one aggregate, of which the longest beginning is applied that can be.
  private final class Foldable {
    private final Connection connection;
    private final int shard;
    private final List<LogRecord> records;
    private String cause = "";

    Foldable(Connection connection, int shard, List<LogRecord> records) {
      this.connection = connection;
      this.shard = shard;
      this.records = records;
    }

    /// @return how many were applied; if not all, `cause` says why not the next
    int apply() throws SQLException {
      Before loaded = tables.before(connection, shard, records);
      var before = new Before(loaded.users(), loaded.sessions(), loaded.orders(), Set.of());
      Changes changes = BatchFold.fold(before, records);
      int folded = records.size() - changes.parked().size();
      if (!changes.parked().isEmpty()) {
        cause = changes.parked().getFirst().cause();
      }
      int stored = 0;
      int refused = folded + 1;
      // What can be folded is tried as a whole, and by halves if PostgreSQL refuses any of it.
      for (int tried = folded; stored < refused - 1; tried = (stored + refused) / 2) {
        if (isStored(before, tried)) {
          stored = tried;
        } else {
          refused = tried;
        }
      }
      if (stored > 0) {
        write(before, stored);
      }
      return stored;
    }

    private boolean isStored(Before before, int count) throws SQLException {
      var savepoint = connection.setSavepoint();
      try {
        write(before, count);
        return true;
      } catch (SQLException e) {
        if (!Database.isRefusal(e)) {
          throw e;
        }
        cause = String.valueOf(new StoreException.Refused(e).getMessage());
        return false;
      } finally {
        connection.rollback(savepoint);
      }
    }

    private void write(Before before, int count) throws SQLException {
      Changes changes = BatchFold.fold(before, records.subList(0, count));
      tables.write(connection, shard, changes, clock.instant());
    }
  }
}

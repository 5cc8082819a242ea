package dev.tidemark.projection.store;

import dev.tidemark.events.EventTopic;
import dev.tidemark.events.value.OrderId;
import dev.tidemark.events.value.SessionId;
import dev.tidemark.events.value.Username;
import dev.tidemark.projection.batch.Aggregate;
import dev.tidemark.projection.batch.LogFold;
import dev.tidemark.projection.batch.Positions;
import dev.tidemark.projection.batch.Verdict;
import dev.tidemark.projection.view.Changed;
import dev.tidemark.projection.view.Row;
import dev.tidemark.projection.view.ViewTable;
import dev.tidemark.projection.view.Writes;
import dev.tidemark.projection.view.sales.SalesIncrement;
import dev.tidemark.projection.view.sales.SalesTable;
import dev.tidemark.projection.view.timeline.TimelineEvent;
import dev.tidemark.projection.view.timeline.TimelineRows;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// Rows held against the log, and written anew where they are not as it says. Thread-safe.
///
/// Whether a row is right can only be said at one position of its shard. So it is read together
/// with that position, and the log is folded up to just there. A row is mended while the positions
/// are held: what the log says then is what the row must be, and nobody writes it in between. The
/// cache is told as by a retry of parked events; see [ParkedEvents].
public final class ViewRepairs {
  private static final String SNAPSHOT =
      "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY";

  /// The shard's worker waits for no longer than that for a log that is slow. What came since the
  /// caller has last read it is a matter of milliseconds.
  private static final Duration HELD_MAX = Duration.ofSeconds(1);

  private final Supplier<Database> database;
  private final LeaseEnd leases;
  private final PositionsTable positions = new PositionsTable();
  private final LeftOutTable leftOut = new LeftOutTable();
  private final ViewTables tables = new ViewTables();
  private final SalesTable sales = new SalesTable();
  private final TimelineRows timeline = new TimelineRows();
  private final DerivedRows derived = new DerivedRows();
  private final EventIndex index = new EventIndex();
  private final RewrittenTable rewritten = new RewrittenTable();

  public ViewRepairs(Supplier<Database> database, LeaseEnd leases) {
    this.database = database;
    this.leases = leases;
  }

  /// What the log says, at some position of the shard.
  @FunctionalInterface
  public interface Truth {
    /// Folds the log up to there.
    ///
    /// @param within throws if it takes longer; short where the shard is held meanwhile
    /// @return the fold, to be asked until the next call
    LogFold at(Positions standing, LogFold.LeftOut leftOut, Duration within);
  }

  /// All these rows, where there are any, at one moment.
  public RowsAt rows(int shard, List<Aggregate> aggregates) {
    return database
        .get()
        .transact(connection -> {
          snapshot(connection);
          return rows(connection, positions.load(connection, shard), shard, aggregates);
        });
  }

  private RowsAt rows(
      Connection connection, Positions standing, int shard, List<Aggregate> aggregates)
      throws SQLException {
    return new RowsAt(standing, leftOut.of(connection, shard), tables.rows(connection, aggregates));
  }

  /// One row, and where its events stand by the timeline, at one moment.
  public record Indexed(RowsAt at, List<Long> offsets) {}

  public Indexed indexed(int shard, Aggregate aggregate) {
    return database
        .get()
        .transact(connection -> {
          snapshot(connection);
          return new Indexed(
              rows(connection, positions.load(connection, shard), shard, List.of(aggregate)),
              index.offsets(connection, shard, aggregate));
        });
  }

  /// The first event of a topic that stands at `from` or later, by the timeline.
  public Optional<EventAt> next(int shard, EventTopic topic, long from) {
    return database.get().transact(connection -> index.next(connection, shard, topic, from));
  }

  /// Puts what the log says in the place of those rows that are otherwise.
  ///
  /// @return those that were mended
  public List<Aggregate> mend(int shard, List<Aggregate> suspects, Truth truth) {
    return database
        .get()
        .transact(connection -> {
          RowsAt found = rows(connection, positions.hold(connection, shard), shard, suspects);
          LogFold fold = truth.at(found.standing(), found.leftOut(), HELD_MAX);
          Map<Aggregate, Row<? extends Record>> rows = found.rows().byAggregate();
          var mended = new ArrayList<Aggregate>();
          boolean missing = false;
          for (Aggregate each : suspects) {
            Verdict verdict =
                fold.isDecided(each)
                    ? Verdict.of(fold.row(each), Optional.ofNullable(rows.get(each)))
                    : Verdict.UNDECIDED;
            if (verdict.isMendable()) {
              mended.add(each);
              missing |= verdict == Verdict.MISSING;
            }
          }
          if (!mended.isEmpty()) {
            write(connection, shard, mended, fold);
            // A row that somebody deleted is still counted, and is counted once more by being
            // written.
            if (missing) {
              derived.recount(connection, shard);
            }
            List<Integer> caches = leases.end(connection.getSchema(), shard, found.standing());
            for (Aggregate each : mended) {
              rewritten.insert(connection, caches, shard, each);
            }
          }
          return mended;
        });
  }

  /// The sums of these customers, where the log says something else.
  ///
  /// @param truth of all orders of theirs
  /// @param mend whether to put that in their place
  /// @return the customers concerned
  public List<Username> sales(
      int shard, Collection<Username> customers, Truth truth, boolean mend) {
    return database
        .get()
        .transact(connection -> {
          if (!mend) {
            snapshot(connection);
          }
          Positions standing =
              mend ? positions.hold(connection, shard) : positions.load(connection, shard);
          LogFold fold = truth.at(standing, leftOut.of(connection, shard), HELD_MAX);
          List<SalesIncrement> found = sales.of(connection, shard, customers);
          List<Username> wrong =
              customers.stream()
                  .filter(
                      customer -> !same(of(customer, found), of(customer, fold.sales().values())))
                  .toList();
          if (mend && !wrong.isEmpty()) {
            sales.replace(
                connection,
                shard,
                wrong,
                wrong.stream().flatMap(each -> of(each, fold.sales().values()).stream()).toList());
          }
          return wrong;
        });
  }

  /// Those of these events that the timeline does not have as the log says, though the shard has
  /// passed them and left none of them out.
  ///
  /// @param mend whether to put that in their place
  public List<TimelineRows.Wrong> timeline(int shard, List<TimelineEvent> events, boolean mend) {
    return database
        .get()
        .transact(connection -> {
          if (mend) {
            positions.hold(connection, shard);
          }
          List<TimelineRows.Wrong> wrong = timeline.wrong(connection, shard, events);
          if (mend && !wrong.isEmpty()) {
            timeline.replace(
                connection, shard, wrong.stream().map(TimelineRows.Wrong::event).toList());
          }
          return wrong;
        });
  }

  /// Events of the timeline that stand where the log has none. See [TimelineRows#others].
  public List<TimelineRows.Other> beside(
      int shard, EventTopic topic, long from, long to, long[] known) {
    return database
        .get()
        .transact(connection -> timeline.others(connection, shard, topic, from, to, known));
  }

  /// What the database itself derives from the rows of the shard, where it is otherwise.
  ///
  /// @return how many derived rows are wrong, or were
  public long derived(int shard, boolean mend) {
    return database
        .get()
        .transact(connection -> {
          if (mend) {
            positions.hold(connection, shard);
          } else {
            snapshot(connection);
          }
          long wrong = derived.wrong(connection, shard);
          if (mend && wrong > 0) {
            derived.recount(connection, shard);
            derived.reindex(connection, shard);
          }
          return wrong;
        });
  }

  private void write(Connection connection, int shard, List<Aggregate> mended, LogFold fold)
      throws SQLException {
    derived.forget(connection, shard, fold, mended);
    replace(connection, shard, tables.users, mended, fold, EventTopic.USERS, Username::new);
    replace(
        connection, shard, tables.sessions, mended, fold, EventTopic.SESSIONS, SessionId::parse);
    replace(connection, shard, tables.orders, mended, fold, EventTopic.ORDERS, OrderId::parse);
  }

  /// Deleted and written anew: what an update leaves as it was may be wrong, too.
  @SuppressWarnings("unchecked")
  private static <K, V extends Record> void replace(
      Connection connection,
      int shard,
      ViewTable<K, V> table,
      List<Aggregate> mended,
      LogFold fold,
      EventTopic topic,
      Function<String, K> parse)
      throws SQLException {
    List<Aggregate> here = mended.stream().filter(each -> each.topic() == topic).toList();
    if (here.isEmpty()) {
      return;
    }
    table.delete(connection, here.stream().map(each -> parse.apply(each.id())).toList());
    List<Row<V>> rows =
        here.stream().flatMap(each -> fold.row(each).stream()).map(row -> (Row<V>) row).toList();
    var writes = new Writes(connection);
    table.write(writes, shard, new Changed<>(rows, List.of()));
    writes.send();
  }

  private static List<SalesIncrement> of(Username customer, Collection<SalesIncrement> sums) {
    return sums.stream().filter(each -> each.key().username().equals(customer.value())).toList();
  }

  private static boolean same(List<SalesIncrement> some, List<SalesIncrement> others) {
    return some.size() == others.size()
        && some.stream().allMatch(each -> others.stream().anyMatch(each::isSame));
  }

  private static void snapshot(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(SNAPSHOT);
    }
  }
}

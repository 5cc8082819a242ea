package dev.tidemark.projection.store;

import dev.tidemark.projection.batch.Aggregate;
import dev.tidemark.projection.batch.Batch;
import dev.tidemark.projection.batch.BatchFold;
import dev.tidemark.projection.batch.Changes;
import dev.tidemark.projection.batch.LogRecord;
import dev.tidemark.projection.batch.Positions;
import dev.tidemark.projection.store.StoreException.Overtaken;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/// All views, and how far they are folded. Thread-safe.
///
/// ## Why every event counts exactly once
///
/// A batch is one transaction. Its first statement moves the shard's positions from where the batch
/// began to where it ends, by compare-and-set; everything else of it, the sums that cannot be added
/// twice included, stands or falls with that. It does not matter who believes to own the shard:
///
/// - Two writers of one shard meet at the rows of its positions. The second waits there until the
///   first has committed, finds other positions and changes nothing.
/// - So what a writer loads after that statement is what its predecessor left, and stays so until
///   it commits: under *read committed* each statement sees all that was committed before it.
/// - Rows belong to one shard each, sums too, since their key holds the customer. So writers of
///   different shards never wait for each other, and cannot deadlock.
public final class ViewStore {
  private final Database database;
  private final InstantSource clock;
  private final PositionsTable positions = new PositionsTable();
  private final ViewTables tables = new ViewTables();
  private final RewrittenTable rewritten = new RewrittenTable();

  public ViewStore(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /// Where the shard stands now.
  public Positions positions(int shard) {
    return database.transact(connection -> positions.load(connection, shard));
  }

  /// @throws Overtaken if the shard stands elsewhere
  public void requirePositions(int shard, Positions expected) {
    if (!positions(shard).equals(expected)) {
      throw new Overtaken(shard, expected);
    }
  }

  /// How many records of the shard are parked, counted up to `countMax`.
  public int parkedCount(int shard, int countMax) {
    return database.transact(connection -> tables.parked.count(connection, shard, countMax));
  }

  /// Folds a batch into all views and moves the positions, or does neither.
  ///
  /// @param from where the batch begins
  /// @return what was written
  /// @throws Overtaken if the shard stands elsewhere
  /// @throws StoreException.Refused if anything in the batch cannot be stored, ever
  /// @throws StoreException.InDoubt if it may or may not have been applied
  public Changes apply(int shard, Positions from, Batch batch) {
    return database.transact(connection -> {
      if (!positions.move(connection, shard, from, batch.next())) {
        throw new Overtaken(shard, from);
      }
      if (batch.records().isEmpty()) {
        return Changes.NONE;
      }
      List<LogRecord> records = batch.records();
      Changes changes = BatchFold.fold(tables.before(connection, shard, records), records);
      tables.write(connection, shard, changes, clock.instant());
      return changes;
    });
  }

  /// The rows of each view whose last events stand between `from` and `to`, and maybe newer ones: a
  /// slice of each, at once. See [dev.tidemark.projection.view.ViewTable#slice].
  public Slices slices(int shard, Positions from, Positions to, int weightMax) {
    return database.transact(connection -> tables.slices(connection, shard, from, to, weightMax));
  }

  /// Rows that repairs have written behind the positions, in the order in which they did. Waits for
  /// a repair in hand: if it commits, its rows are among them.
  ///
  /// @param cache the generation of the cache
  /// @param after the last mark that was read before; 0 for none
  public Rewritten rewritten(int cache, int shard, long after, int marksMax) {
    return database.transact(connection -> {
      Positions standing = positions.hold(connection, shard);
      List<RewrittenTable.Mark> marks = rewritten.next(connection, cache, shard, after, marksMax);
      List<Aggregate> aggregates = marks.stream().map(RewrittenTable.Mark::aggregate).toList();
      return new Rewritten(
          marks.stream().map(RewrittenTable.Mark::number).toList(),
          standing,
          tables.rows(connection, aggregates));
    });
  }

  /// Forgets marks that are older than any value which they are about, the oldest first.
  public void forgetRewritten(int shard, Duration age, int marksMax) {
    database.transact(connection -> {
      rewritten.deleteOld(connection, shard, age, marksMax);
      return shard;
    });
  }
}

package dev.tidemark.query.store;

import dev.tidemark.events.consistency.ConsistencyToken;
import dev.tidemark.query.consistency.CatchUp;
import dev.tidemark.query.consistency.NotCaughtUpException;
import dev.tidemark.query.consistency.Reading;
import dev.tidemark.query.consistency.Scope;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Reads from the database that answer from no earlier than a token. Thread-safe.
///
/// Whichever server answers tells rows and positions in one snapshot, so that its answer can be
/// judged by itself. A replica that is not there yet is not waited for: the primary is always ahead
/// of it.
public final class FreshReads {
  private final Database primary;
  private final @Nullable Replica replica;
  private final CatchUp catchUp;
  private final Bulkhead lists;

  /// @param catchUp looks at the primary
  public FreshReads(
      Database primary, @Nullable Replica replica, CatchUp catchUp, StoreSettings settings) {
    this.primary = primary;
    this.replica = replica;
    this.catchUp = catchUp;
    this.lists = new Bulkhead(settings.listsMax(), settings.turnWait());
  }

  /// A list, or whatever else may take its time. So many that are slow at once leave some turns to
  /// reads of one.
  ///
  /// @throws NotCaughtUpException if the database does not get there in time
  public <T> Reading<T> list(ConsistencyToken token, Scope scope, Query<T> query) {
    return atLeast(
            token,
            scope,
            () -> lists.within(() -> nearest(scope, query)),
            () -> lists.within(() -> newest(scope, query)))
        .reading(scope);
  }

  /// From a replica if one may answer, else from the primary.
  public <T> Snapshot<T> nearest(Scope scope, Query<T> query) {
    return replica == null
        ? newest(scope, query)
        : replica.read(scope, query).orElseGet(() -> newest(scope, query));
  }

  /// From the primary.
  public <T> Snapshot<T> newest(Scope scope, Query<T> query) {
    return primary.read(scope, query);
  }

  /// @param first tried at once; may answer from a read that somebody else began
  /// @param again after waiting; must begin a read of its own, of the primary
  public <T> Snapshot<T> atLeast(
      ConsistencyToken token,
      Scope scope,
      Supplier<Snapshot<T>> first,
      Supplier<Snapshot<T>> again) {
    Snapshot<T> snapshot = first.get();
    if (snapshot.positions().cover(token, scope)) {
      return snapshot;
    }
    catchUp.await(token, scope);
    Snapshot<T> later = again.get();
    if (!later.positions().cover(token, scope)) {
      throw new NotCaughtUpException(
          "Expected the views to stay where they were, but they fell back");
    }
    return later;
  }
}

package dev.tidemark.query.store;

import dev.tidemark.events.consistency.ConsistencyToken;
import dev.tidemark.query.consistency.CatchUp;
import dev.tidemark.query.consistency.NotCaughtUpException;
import dev.tidemark.query.consistency.Reading;
import dev.tidemark.query.consistency.Scope;
import dev.tidemark.query.consistency.Source;
import java.util.function.Supplier;

/// Reads from the database that answer from no earlier than a token. Thread-safe.
public final class FreshReads {
  private final CatchUp catchUp;

  public FreshReads(CatchUp catchUp) {
    this.catchUp = catchUp;
  }

  /// @throws dev.tidemark.query.consistency.NotCaughtUpException if the database does not get there
  ///   in time
  public <T> Reading<T> read(ConsistencyToken token, Scope scope, Supplier<Snapshot<T>> load) {
    Snapshot<T> snapshot = atLeast(token, scope, load, load);
    return Reading.from(Source.POSTGRES, snapshot.rows(), snapshot.positions().reflected(scope));
  }

  /// @param first tried at once; may answer from a read that somebody else began
  /// @param again after waiting; must begin a read of its own
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

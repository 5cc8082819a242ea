package dev.tidemark.query.cache;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

/// Of those who want the same at the same time, the first does the work and the others share its
/// outcome, its failure too. Who comes after it ended begins anew. As bounded in time as the work
/// is.
public final class SingleFlight<K, V> {
  private final ConcurrentMap<K, CompletableFuture<V>> flights = new ConcurrentHashMap<>();
  private final Runnable joined;

  /// @param joined told of each who shares the outcome of another
  public SingleFlight(Runnable joined) {
    this.joined = joined;
  }

  public V once(K key, Supplier<V> work) {
    var mine = new CompletableFuture<V>();
    CompletableFuture<V> earlier = flights.putIfAbsent(key, mine);
    if (earlier != null) {
      joined.run();
      return shared(earlier);
    }
    try {
      V outcome = work.get();
      mine.complete(outcome);
      return outcome;
    } catch (RuntimeException | Error e) {
      mine.completeExceptionally(e);
      throw e;
    } finally {
      flights.remove(key, mine);
    }
  }

  private static <V> V shared(CompletableFuture<V> flight) {
    try {
      return flight.join();
    } catch (CompletionException e) {
      switch (e.getCause()) {
        case RuntimeException failure -> throw failure;
        case Error failure -> throw failure;
        case null, default -> throw e;
      }
    }
  }
}

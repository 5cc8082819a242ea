package dev.tidemark.projection.rebuild;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// The same with each of some things, all at a time.
final class Parallel {
  private Parallel() {}

  interface Work<T> {
    void with(T one) throws Exception;
  }

  /// Returns when all is done.
  static <T> void each(List<T> things, Work<T> work) throws Exception {
    try (var threads = Executors.newFixedThreadPool(things.size())) {
      var working = new ArrayList<Future<?>>();
      for (T thing : things) {
        working.add(
            threads.submit(() -> {
              work.with(thing);
              return null;
            }));
      }
      for (Future<?> each : working) {
        each.get();
      }
    }
  }
}

package dev.tidemark.runtime.http;

import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/// Runs what arrived on a connection, each in a virtual thread, and remembers since when it waits
/// for a processor: in an overloaded process that is where requests queue, before anything of them
/// is looked at.
final class Arrivals implements Executor {
  /// Of a request that says nothing about how long others wait.
  static final long NOT_MEASURED = -1;

  private static final ScopedValue<Arrival> CURRENT = ScopedValue.newInstance();

  private final Executor threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("http-", 0).factory());

  /// For one thread. The first request of an arrival has waited as long as it; what follows on the
  /// same connection in one go has not queued.
  private static final class Arrival {
    private final long atNanos = System.nanoTime();
    private boolean looked;

    long look() {
      long waited = looked ? NOT_MEASURED : System.nanoTime() - atNanos;
      looked = true;
      return waited;
    }
  }

  @Override
  public void execute(Runnable task) {
    var arrival = new Arrival();
    threads.execute(() -> ScopedValue.where(CURRENT, arrival).run(task));
  }

  /// How long the request that this thread has begun to handle has waited to be looked at, or
  /// [#NOT_MEASURED].
  static long waitedNanos() {
    return CURRENT.isBound() ? CURRENT.get().look() : NOT_MEASURED;
  }
}

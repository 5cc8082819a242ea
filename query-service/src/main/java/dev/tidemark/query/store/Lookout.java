package dev.tidemark.query.store;

import dev.tidemark.query.consistency.Positions;
import dev.tidemark.query.consistency.Scope;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks the primary where it stands, again and again, on a thread of its own, and remembers the
/// last answers. So it can be said of any snapshot how old it may be: whatever has reached what the
/// primary had when it was asked is as of that time, or later.
final class Lookout implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Lookout.class);
  private static final int LOOKS_PER_LAG = 4;
  private static final Duration CLOSE_MAX = Duration.ofSeconds(2);

  /// @param atNanos before the question, by [System#nanoTime()]
  private record Look(Positions primary, long atNanos) {}

  private final Supplier<Positions> primary;
  private final long lagMaxNanos;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Thread thread;

  /// Newest first.
  private volatile List<Look> looks = List.of();

  private Lookout(Supplier<Positions> primary, Duration lagMax) {
    this.primary = primary;
    this.lagMaxNanos = lagMax.toNanos();
    this.thread = Thread.ofPlatform().name("postgres-lookout").daemon().unstarted(this::run);
  }

  static Lookout start(Supplier<Positions> primary, Duration lagMax) {
    var lookout = new Lookout(primary, lagMax);
    lookout.thread.start();
    return lookout;
  }

  /// Whether anything can be said at all.
  boolean knows() {
    return looks.stream().anyMatch(this::counts);
  }

  /// Whether what holds these positions is no further behind than it may be.
  boolean vouchesFor(Positions positions, Scope scope) {
    return looks.stream()
        .anyMatch(look -> counts(look) && positions.include(look.primary(), scope));
  }

  @Override
  public void close() {
    stop.countDown();
    try {
      if (!thread.join(CLOSE_MAX)) {
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    long everyMillis = TimeUnit.NANOSECONDS.toMillis(lagMaxNanos) / LOOKS_PER_LAG;
    try {
      do {
        look();
      } while (!stop.await(everyMillis, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() {
    long atNanos = System.nanoTime();
    try {
      var look = new Look(primary.get(), atNanos);
      looks = Stream.concat(Stream.of(look), looks.stream()).limit(LOOKS_PER_LAG + 1L).toList();
    } catch (RuntimeException e) {
      LOG.debug("The primary did not say where it stands", e);
    }
  }

  private boolean counts(Look look) {
    return System.nanoTime() - look.atNanos() <= lagMaxNanos;
  }
}

package dev.tidemark.query;

import dev.tidemark.query.store.Database;
import dev.tidemark.query.store.Generation;
import dev.tidemark.query.store.Replica;
import dev.tidemark.query.store.StoreUnavailableException;
import dev.tidemark.runtime.health.Health.State;
import dev.tidemark.runtime.http.Request;
import dev.tidemark.runtime.http.Route;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers from the generation that serves, and changes over when operators point at another one.
///
/// A request ends on the generation on which it began, whatever happens meanwhile: positions, rows,
/// cached values and leases of one generation prove nothing of another. So everything that reads is
/// put together once for each generation, and only the choice between them is made anew with every
/// request. When an instance changes over does not matter: both generations follow the log.
///
/// Without PostgreSQL, or before the projection has begun, the last generation that was seen to
/// serve goes on, at first the first one.
///
/// Docs: decision 16.
final class Serving implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Serving.class);
  private static final Duration LOOK_EVERY = Duration.ofMillis(500);

  /// What reads one generation.
  ///
  /// @param routes the same for each, in the same order
  record Reads(
      Generation generation, Database database, @Nullable Replica replica, List<Route> routes) {
    private void close() {
      if (replica != null) {
        replica.close();
      }
      database.close();
    }
  }

  private record Left(Reads reads, long atNanos) {}

  private final Function<Generation, Reads> open;
  private final Duration requestMax;
  private final Deque<Left> left = new ArrayDeque<>();
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Thread thread;
  private volatile Reads current;

  private Serving(Function<Generation, Reads> open, Duration requestMax) {
    this.open = open;
    this.requestMax = requestMax;
    this.current = open.apply(Generation.FIRST);
    this.thread = Thread.ofPlatform().name("generation").daemon().unstarted(this::run);
  }

  /// @param open puts together what reads a generation
  /// @param requestMax how long a request may go on reading the generation on which it began
  static Serving start(Function<Generation, Reads> open, Duration requestMax) {
    var serving = new Serving(open, requestMax);
    serving.look();
    serving.thread.start();
    return serving;
  }

  Database database() {
    return current.database();
  }

  /// For operators.
  State state() {
    return State.up(current.generation().toString());
  }

  /// For operators: only where there is a replica.
  State replica() {
    Replica replica = current.replica();
    return replica == null ? State.up("none") : replica.state();
  }

  /// Those of each generation in one.
  List<Route> routes() {
    var routes = new ArrayList<Route>();
    for (int i = 0; i < current.routes().size(); i++) {
      int index = i;
      routes.add(
          current
              .routes()
              .get(i)
              .handledBy(
                  (Request request) -> current.routes().get(index).handler().handle(request)));
    }
    return routes;
  }

  @Override
  public void close() {
    stop.countDown();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    left.forEach(old -> old.reads().close());
    current.close();
  }

  private void run() {
    try {
      while (!stop.await(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
        look();
        forget();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() {
    Reads before = current;
    try {
      Generation serving = before.database().serving();
      if (!serving.equals(before.generation())) {
        current = opened(serving);
        left.add(new Left(before, System.nanoTime()));
        LOG.info("Generation {} → {}", before.generation(), serving);
      }
    } catch (StoreUnavailableException e) {
      LOG.debug("Nobody says which generation serves; {} goes on", before.generation(), e);
    } catch (RuntimeException e) {
      LOG.error("Unexpected while looking which generation serves", e);
    }
  }

  private Reads opened(Generation serving) {
    Reads next = open.apply(serving);
    try {
      next.database().warmUp();
      return next;
    } catch (RuntimeException e) {
      next.close();
      throw e;
    }
  }

  /// Closes what no request can be reading any more.
  private void forget() {
    while (!left.isEmpty() && System.nanoTime() - left.peek().atNanos() > requestMax.toNanos()) {
      left.remove().reads().close();
    }
  }
}

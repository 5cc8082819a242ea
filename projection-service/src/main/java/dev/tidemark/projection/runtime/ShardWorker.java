package dev.tidemark.projection.runtime;

import dev.tidemark.projection.batch.Batch;
import dev.tidemark.projection.batch.Changes;
import dev.tidemark.projection.batch.Positions;
import dev.tidemark.projection.runtime.WorkerMeters.Failure;
import dev.tidemark.projection.store.StoreException;
import dev.tidemark.projection.store.StoreException.Overtaken;
import dev.tidemark.projection.store.StoreException.Refused;
import dev.tidemark.projection.store.ViewStore;
import dev.tidemark.runtime.logging.LogFields;
import dev.tidemark.runtime.membership.BackOff;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Applies one shard of the log to the store, on a thread of its own, until it is stopped.
///
/// It never gives up and never skips: whatever fails, it asks the store where it stands and goes on
/// from there. Nor does it need to be the only worker of its shard; see [ViewStore].
final class ShardWorker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ShardWorker.class);

  private static final Duration POLL_MAX = Duration.ofMillis(500);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
  private static final Duration CLOSE_MAX = Duration.ofSeconds(20);
  private static final int PARKED_COUNT_MAX = 10_000;

  private final String name;
  private final String views;
  private final int shard;
  private final ViewStore store;
  private final ShardLog log;
  private final Follower follower;
  private final Pace pace;
  private final Supplier<WorkerMeters> meters;
  private final BackOff backOff;
  private final BatchSpans spans;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Thread thread;

  private ShardState state = ShardState.OPENING;
  private String reason = "assigned";
  private Positions positions = Positions.START;
  private int parked;
  private long lookedAt;
  private volatile ShardStatus status;

  private ShardWorker(
      String views,
      int shard,
      ViewStore store,
      ShardLog log,
      Follower follower,
      Pace pace,
      Supplier<WorkerMeters> meters,
      RandomGenerator random) {
    this.name = views + ", shard " + shard;
    this.views = views;
    this.shard = shard;
    this.store = store;
    this.log = log;
    this.follower = follower;
    this.pace = pace;
    this.meters = meters;
    this.backOff = new BackOff(random);
    this.spans = new BatchSpans(views, shard);
    this.status = look(OptionalLong.empty());
    this.thread =
        Thread.ofPlatform().name("projection-" + views + "-" + shard).unstarted(this::run);
  }

  /// @param views what the store is called
  /// @param follower is closed with the worker, as is `log`
  /// @param meters asked each time: what becomes of the rows may change
  static ShardWorker start(
      String views,
      int shard,
      ViewStore store,
      ShardLog log,
      Follower follower,
      Pace pace,
      Supplier<WorkerMeters> meters,
      RandomGenerator random) {
    var worker = new ShardWorker(views, shard, store, log, follower, pace, meters, random);
    worker.thread.start();
    return worker;
  }

  ShardStatus status() {
    return status;
  }

  /// Asks it to stop, without waiting.
  void stop() {
    stop.countDown();
    log.wakeUp();
  }

  /// Finishes the batch in hand and stops.
  @Override
  public void close() {
    stop();
    try {
      if (!thread.join(CLOSE_MAX)) {
        LOG.warn("{}: did not stop within {}; what it still does is harmless", name, CLOSE_MAX);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    LogFields.shard(shard, views);
    try (follower;
        log) {
      while (!isStopping()) {
        work();
      }
    } finally {
      become(ShardState.STOPPED, isStopping() ? "asked to" : "died of an error");
    }
  }

  /// Works until it is stopped or something fails, and then waits a while.
  private void work() {
    try {
      open();
      while (!isStopping()) {
        step();
      }
    } catch (Overtaken e) {
      follower.lost();
      pause(ShardState.WAITING, e);
    } catch (LogException.OutOfRange e) {
      if (state != ShardState.OUT_OF_LOG) {
        LOG.error("{} stops: {}", name, e.getMessage());
      }
      pause(ShardState.OUT_OF_LOG, e);
    } catch (StoreException | LogException | KafkaException e) {
      pause(ShardState.WAITING, e);
    } catch (RuntimeException e) {
      LOG.error("{}: unexpected, trying again", name, e);
      pause(ShardState.WAITING, e);
    }
  }

  private void open() {
    positions = store.positions(shard);
    parked = store.parkedCount(shard, PARKED_COUNT_MAX);
    log.seek(positions);
    follower.standsAt(positions);
  }

  private void step() {
    Batch batch = log.poll(POLL_MAX);
    if (!batch.next().equals(positions)) {
      applyInPortions(batch);
    }
    if (System.nanoTime() - lookedAt > LOOK_EVERY.toNanos()) {
      lookAtStore();
    }
    backOff.reset();
    if (state != ShardState.POLLING) {
      become(ShardState.POLLING, "reads on from " + positions);
    }
    status = look(log.lag());
  }

  /// As the pace allows. What a stop leaves out is read again by whoever comes next.
  private void applyInPortions(Batch batch) {
    int events = batch.records().size();
    if (events > pace.portion()) {
      batch.halves().forEach(this::applyInPortions);
    } else if (!isStopping()) {
      apply(batch);
      await(pace.pass(events));
    }
  }

  private void apply(Batch batch) {
    int newlyParked;
    try {
      newlyParked = spans.around(batch, () -> stored(batch));
    } catch (Refused e) {
      applyInParts(batch, e);
      return;
    }
    if (newlyParked > 0) {
      parked += newlyParked;
      LOG.warn("{}: parked {} events; the table parked says why", name, newlyParked);
    }
  }

  /// @return how many of its events were parked
  private int stored(Batch batch) {
    long began = System.nanoTime();
    Changes changes = store.apply(shard, positions, batch);
    positions = batch.next();
    meters.get().applied(batch, changes, System.nanoTime() - began);
    batch.oldest().ifPresent(follower::applied);
    follower.standsAt(positions);
    return changes.parked().size();
  }

  /// Something in the batch cannot be stored. It is halved until that stands alone, and parked.
  private void applyInParts(Batch batch, Refused refused) {
    if (batch.records().size() > 1) {
      batch.halves().forEach(this::apply);
    } else if (batch.canBeParked()) {
      apply(batch.unreadable(String.valueOf(refused.getMessage())));
    } else {
      throw refused;
    }
  }

  /// Whether there is nothing to apply, or somebody else applies it, the store can tell.
  private void lookAtStore() {
    store.requirePositions(shard, positions);
    parked = store.parkedCount(shard, PARKED_COUNT_MAX);
    lookedAt = System.nanoTime();
  }

  private void pause(ShardState next, RuntimeException why) {
    meters.get().failed(failure(why));
    become(next, String.valueOf(why.getMessage()));
    await(backOff.next().toNanos());
  }

  private static Failure failure(RuntimeException why) {
    return switch (why) {
      case Overtaken _ -> Failure.OVERTAKEN;
      case LogException.OutOfRange _ -> Failure.OUT_OF_LOG;
      case StoreException _ -> Failure.POSTGRES;
      case LogException _, KafkaException _ -> Failure.KAFKA;
      case RuntimeException _ -> Failure.UNEXPECTED;
    };
  }

  private void await(long nanos) {
    try {
      boolean _ = nanos > 0 && stop.await(nanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stop.countDown();
    }
  }

  private boolean isStopping() {
    return stop.getCount() == 0;
  }

  private void become(ShardState next, String why) {
    if (next != state) {
      LOG.info("{}: {} → {}: {}", name, state, next, why);
    }
    state = next;
    reason = why;
    status = look(OptionalLong.empty());
  }

  private ShardStatus look(OptionalLong lag) {
    return new ShardStatus(shard, state, reason, positions, lag, parked, follower.following());
  }
}

package dev.tidemark.projection.repair;

import dev.tidemark.events.EventTopic;
import dev.tidemark.projection.batch.Aggregate;
import dev.tidemark.projection.batch.Positions;
import dev.tidemark.projection.log.LogLook;
import dev.tidemark.projection.store.StoreException;
import dev.tidemark.projection.store.StoredJob.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Works on jobs, one at a time, on a thread of its own: those that were begun, and those that
/// another instance has left.
///
/// How far a job is stands in PostgreSQL, so it is taken up again after the last unit that was
/// done. To do a unit twice does no harm: what is as the log says is left alone.
public final class JobWorker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(JobWorker.class);

  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
  private static final Duration BEAT_EVERY = Duration.ofSeconds(1);
  private static final Duration CLOSE_MAX = Duration.ofSeconds(20);

  /// Longer than anything that a job waits for without a beat.
  private static final Duration SILENCE_MAX = Duration.ofSeconds(40);

  /// How many records a unit folds at most, on average: they bound its memory.
  private static final long RECORDS_MAX = 200_000;

  private final Jobs jobs;
  private final Stores stores;
  private final LogLook log;
  private final String owner;
  private final RepairMeters meters;
  private final RandomGenerator random;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Thread thread;

  private JobWorker(
      Jobs jobs,
      Stores stores,
      LogLook log,
      String owner,
      RepairMeters meters,
      RandomGenerator random) {
    this.jobs = jobs;
    this.stores = stores;
    this.log = log;
    this.owner = owner;
    this.meters = meters;
    this.random = random;
    this.thread = Thread.ofPlatform().name("projection-repair").unstarted(this::run);
  }

  /// @param owner a name that no other worker has
  public static JobWorker start(
      Jobs jobs,
      Stores stores,
      LogLook log,
      String owner,
      RepairMeters meters,
      RandomGenerator random) {
    var worker = new JobWorker(jobs, stores, log, owner, meters, random);
    worker.thread.start();
    return worker;
  }

  @Override
  public void close() {
    stop.countDown();
    try {
      if (!thread.join(CLOSE_MAX)) {
        LOG.warn("Repairs did not stop within {}; what they still do is harmless", CLOSE_MAX);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (!isStopping()) {
      try {
        jobs.stored().claim(owner, SILENCE_MAX).map(jobs::read).ifPresent(this::work);
      } catch (StoreException e) {
        LOG.debug("No job to be had", e);
      } catch (RuntimeException e) {
        LOG.error("Unexpected while looking for jobs", e);
      }
      rest(LOOK_EVERY);
    }
  }

  private void work(Job job) {
    LOG.info("Job {}: {} begins, {} units done before", job.id(), job.wish(), job.unitsDone());
    var heart = new Heart(job);
    try {
      List<Unit> units = job.report().units().isEmpty() ? units(job.wish()) : job.report().units();
      heart.tally = new Tally(job.report(), units);
      for (int i = job.unitsDone(); i < units.size(); i++) {
        heart.unitsDone = i;
        heart.say();
        sweep(job.wish(), units.get(i), heart);
      }
      heart.unitsDone = units.size();
      heart.say();
      end(job, State.DONE, "");
    } catch (Pulse.StoppedException e) {
      LOG.info("Job {}: {}", job.id(), e.getMessage());
      if (heart.state == State.CANCELLING) {
        end(job, State.CANCELLED, "");
      } else if (isStopping()) {
        jobs.stored().release(job.id(), owner);
      }
    } catch (RuntimeException e) {
      LOG.warn("Job {} failed", job.id(), e);
      end(job, State.FAILED, String.valueOf(e.getMessage()));
    } finally {
      meters.worked(job.report(), heart.tally.report());
    }
  }

  private void end(Job job, State state, String trouble) {
    jobs.stored().end(job.id(), owner, state, trouble);
    LOG.info("Job {}: {} {}", job.id(), state, trouble);
  }

  private void sweep(Wish wish, Unit unit, Heart heart) {
    Integer sample = wish.selection().sample();
    if (sample == null) {
      new Sweep(stores, wish, unit, heart.tally, heart).run();
      return;
    }
    Set<Aggregate> suspects = suspects(unit, sample, heart);
    if (!suspects.isEmpty()) {
      new Sweep(stores, wish, new Unit(unit.shard(), 0, 1, 0), heart.tally, heart).run(suspects);
    }
  }

  private Set<Aggregate> suspects(Unit unit, int sample, Heart heart) {
    var suspects = new LinkedHashSet<Aggregate>();
    int count = sample / unit.buckets() + (unit.bucket() < sample % unit.buckets() ? 1 : 0);
    try (var glance = new Glance(stores, unit.shard())) {
      for (Aggregate each : glance.some(count, random)) {
        if (glance.at(each) == Glance.Impression.FINE) {
          heart.tally.equal(1);
        } else {
          suspects.add(each);
        }
        heart.beat();
      }
    }
    return suspects;
  }

  /// Of a sample, each shard has one unit, whose bucket says which part of it is looked at there.
  private List<Unit> units(Wish wish) {
    List<Positions> ends = log.ends();
    var units = new ArrayList<Unit>();
    for (int shard : wish.selection().shards(ends.size())) {
      if (shard >= ends.size()) {
        throw new IllegalStateException(
            "Expected a partition below %d, but was %d".formatted(ends.size(), shard));
      }
      Positions end = ends.get(shard);
      long records = 0;
      for (EventTopic topic : EventTopic.values()) {
        records += end.of(topic);
      }
      if (wish.selection().sample() != null) {
        units.add(new Unit(shard, shard, ends.size(), 0));
        continue;
      }
      boolean bounded = !wish.selection().isAll() && !wish.selection().isStretch();
      int buckets = bounded ? 1 : (int) (records / RECORDS_MAX) + 1;
      for (int bucket = 0; bucket < buckets; bucket++) {
        units.add(new Unit(shard, bucket, buckets, records));
      }
    }
    return units;
  }

  private boolean isStopping() {
    return stop.getCount() == 0;
  }

  private void rest(Duration span) {
    try {
      boolean _ = stop.await(span.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stop.countDown();
    }
  }

  /// Of one job.
  private final class Heart implements Pulse {
    private final Job job;
    private Tally tally;
    private int unitsDone;
    private State state = State.RUNNING;
    private long saidAt = System.nanoTime();

    Heart(Job job) {
      this.job = job;
      this.tally = new Tally(job.report(), List.of());
    }

    @Override
    public void beat() {
      if (System.nanoTime() - saidAt > BEAT_EVERY.toNanos()) {
        say();
      }
    }

    void say() {
      saidAt = System.nanoTime();
      state =
          jobs.stored()
              .beat(job.id(), owner, jobs.written(tally.report()), unitsDone)
              .orElseThrow(() -> new StoppedException("another instance works on it"));
      if (state == State.CANCELLING) {
        throw new StoppedException("cancelled");
      }
      if (isStopping()) {
        throw new StoppedException("left to another instance: this one stops");
      }
    }

    @Override
    public void rest(Duration span) {
      JobWorker.this.rest(span);
    }
  }
}

package dev.tidemark.projection.cache;

import dev.tidemark.projection.batch.Positions;
import dev.tidemark.projection.runtime.Follower;
import dev.tidemark.projection.runtime.Pace;
import dev.tidemark.projection.store.Slices;
import dev.tidemark.projection.store.StoreException;
import dev.tidemark.projection.store.ViewStore;
import dev.tidemark.runtime.logging.LogFields;
import dev.tidemark.views.cache.CacheKeys;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes one shard through to Redis, in one generation of the cache, after PostgreSQL has
/// committed it, on a thread of its own.
///
/// ## One way to write
///
/// Every row carries the offset of its last event, and an index finds the rows of a shard in that
/// order. So whatever the cache may lack is found the same way, whether it is the batch committed a
/// millisecond ago, all that happened while Redis was away, or everything after Redis has lost its
/// memory: *read the rows from the cursor on, write them, move the cursor*. Taking over a shard,
/// repairing it and writing it through differ in nothing but the distance. The cursor is kept in
/// Redis itself, in the shard's watermark, and moves in the same script that writes the values: a
/// watermark that is there proves the values that it covers, and one that has gone back or is gone
/// says what to write again. See [CacheChain].
///
/// The price is that rows which were in memory a moment ago are read back. What it buys: there is
/// no queue between the two stores that could overflow, be lost in a crash or disagree with the
/// rows; and PostgreSQL never waits for Redis, since the worker only says how far it has come.
///
/// ## The lease
///
/// Readers trust the cache of a shard only under a lease of a few seconds, given with a watermark
/// that covers all that was committed when the pass over the rows began, and counted from then. It
/// is renewed while nothing new is committed. So an answer from the cache lacks nothing that was
/// committed longer ago than the lease lasts.
///
/// There is one exception, on purpose: while PostgreSQL cannot be read, the last lease goes on
/// being renewed although a batch may have been committed that could not be read back. Readers
/// cannot find anything newer in PostgreSQL then; and what they have seen, their tokens protect.
/// Without it an outage of PostgreSQL under load would take the cache with it. If PostgreSQL is
/// there and only does not give the rows, readers may find them, and the lease ends.
///
/// Rows that a repair has written behind the cursor, such as those of a parked event that was
/// applied after all, are met by their marks. All are read whenever a chain begins: a repair ends
/// the chain before it commits, and a Redis that lost its last writes may have the old values
/// again, under a watermark that is as it was. So a mark stays until no old value can be left. See
/// [dev.tidemark.projection.store.ParkedEvents].
///
/// ## States
///
/// | state | is left when |
/// | --- | --- |
/// | WAITING: the shard's positions are unknown | its worker says where it stands |
/// | DOWN: Redis failed, refused a write or left one in doubt | after a pause, by taking the shard |
/// | REPAIRING: taken, rows are being written, no lease | the cursor reaches the positions in time |
/// | LIVE: everything is written, under a lease | any doubt |
public final class ShardCache implements Follower {
  private static final Logger LOG = LoggerFactory.getLogger(ShardCache.class);

  /// How much is read and written at once; see [dev.tidemark.projection.view.ViewTable#weight].
  private static final int SLICE_WEIGHT_MAX = 5_000;

  private static final Duration RETRY_AFTER = Duration.ofMillis(500);
  private static final Duration CLOSE_MAX = Duration.ofSeconds(5);

  enum State {
    WAITING,
    DOWN,
    REPAIRING,
    LIVE
  }

  private final int shard;
  private final ViewStore store;
  private final RedisLink redis;
  private final CacheSettings settings;
  private final Pace pace;
  private final Supplier<CacheMeters> meters;
  private final RandomGenerator random;
  private final CacheKeys keys;
  private final CachedRows rows;
  private final MarkedRows marked;
  private final Target target = new Target();
  private final Thread thread;

  private @Nullable CacheChain chain;
  private boolean settled;
  private volatile Follow following = new Follow(false, "waiting");
  private State state = State.WAITING;

  private ShardCache(
      CacheKeys keys,
      ViewStore store,
      RedisLink redis,
      CacheSettings settings,
      Pace pace,
      Supplier<CacheMeters> meters,
      RandomGenerator random) {
    this.keys = keys;
    this.shard = keys.shard();
    this.store = store;
    this.redis = redis;
    this.settings = settings;
    this.pace = pace;
    this.meters = meters;
    this.random = random;
    this.rows = new CachedRows(keys, settings, random);
    this.marked = new MarkedRows(store, keys, rows, settings.ageMax());
    this.thread =
        Thread.ofPlatform()
            .name("projection-cache-g" + keys.generation() + "-" + shard)
            .unstarted(this::run);
  }

  /// @param pace at which rows may be written
  /// @param meters asked each time: what becomes of the generation may change
  /// @param random for this shard alone: it is used by one thread
  public static ShardCache start(
      CacheKeys keys,
      ViewStore store,
      RedisLink redis,
      CacheSettings settings,
      Pace pace,
      Supplier<CacheMeters> meters,
      RandomGenerator random) {
    var cache = new ShardCache(keys, store, redis, settings, pace, meters, random);
    cache.thread.start();
    return cache;
  }

  @Override
  public void applied(Instant oldest) {
    target.owe(oldest);
  }

  @Override
  public void standsAt(Positions positions) {
    target.set(positions);
  }

  @Override
  public void lost() {
    target.clear();
  }

  @Override
  public Follow following() {
    return following;
  }

  @Override
  public void close() {
    target.close();
    try {
      if (!thread.join(CLOSE_MAX)) {
        LOG.warn("{}: the cache did not stop within {}", name(), CLOSE_MAX);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    LogFields.shard(shard, "g" + keys.generation());
    Duration renewEvery = settings.lease().dividedBy(3);
    while (!target.isClosed()) {
      try {
        turn();
        target.awaitNews(renewEvery);
      } catch (CacheException e) {
        meters.get().redisFailed();
        chain = null;
        become(State.DOWN, String.valueOf(e.getMessage()));
        target.awaitClose(RETRY_AFTER);
      } catch (StoreException e) {
        meters.get().postgresFailed();
        outlast(e);
        target.awaitClose(RETRY_AFTER);
      } catch (RuntimeException e) {
        LOG.error("{}: unexpected while writing the cache", name(), e);
        meters.get().failedUnexpectedly();
        chain = null;
        become(State.DOWN, "unexpected: " + e);
        target.awaitClose(RETRY_AFTER);
      }
    }
  }

  private void turn() {
    long leaseEnd = leaseEnd();
    Positions goal = target.take();
    if (goal == null) {
      become(State.WAITING, "the shard's positions are unknown");
      return;
    }
    CacheChain writing = chain;
    if (writing == null) {
      writing = CacheChain.begin(redis, keys, goal, CacheChain.nonce(random));
      chain = writing;
      meters.get().repairing();
      settled = false;
      become(State.REPAIRING, "from " + writing.cursor() + " to " + goal);
    }
    if (!settled) {
      settled = marked.write(writing, target::isClosed);
    }
    if (state == State.LIVE && !goal.isBeyond(writing.cursor())) {
      renew(writing, leaseEnd);
      return;
    }
    CacheChain begun = writing;
    if (target.traced(() -> follow(begun, goal, leaseEnd))) {
      become(State.LIVE, "all rows up to " + goal + " are written");
      target.paid().ifPresent(meters.get()::live);
    } else if (!target.isClosed()) {
      become(State.REPAIRING, "reached " + writing.cursor() + ", too late for a lease");
      target.again();
    }
  }

  /// Writes rows until none before `goal` is left.
  ///
  /// @return whether the lease was given: not if it took too long, or was ended on the way
  private boolean follow(CacheChain writing, Positions goal, long leaseEnd) {
    boolean first = true;
    while (!target.isClosed()) {
      int weightMax = Math.min(SLICE_WEIGHT_MAX, pace.portion());
      long began = System.nanoTime();
      Slices slices = store.slices(shard, writing.cursor(), goal, weightMax);
      boolean last = slices.areLast();
      if (!last && first) {
        become(State.REPAIRING, "from " + writing.cursor() + " to " + goal);
      }
      first = false;
      boolean inTime = last && target.isKnown() && leaseEnd - System.nanoTime() > 0;
      OptionalLong lease = inTime ? OptionalLong.of(leaseEnd) : OptionalLong.empty();
      List<CachedRow> written = rows.of(slices);
      int left = writing.write(written, slices.end(writing.cursor(), goal), lease);
      meters.get().wrote(written.size(), left, System.nanoTime() - began);
      target.awaitClose(Duration.ofNanos(Math.max(0, pace.pass(written.size()))));
      if (last) {
        return inTime;
      }
    }
    return false;
  }

  private void renew(CacheChain writing, long leaseEnd) {
    if (!writing.renew(leaseEnd)) {
      throw new CacheException("The last write is gone, or another writer came");
    }
  }

  /// PostgreSQL cannot be read. What was LIVE stays so, unless it lacks what others may read; see
  /// above.
  private void outlast(StoreException outage) {
    CacheChain writing = chain;
    if (state != State.LIVE || writing == null || !target.isKnown()) {
      become(state, String.valueOf(outage.getMessage()));
      return;
    }
    Positions goal = target.take();
    if (outage.isAnswered() && goal != null && goal.isBeyond(writing.cursor())) {
      become(State.REPAIRING, String.valueOf(outage.getMessage()));
      return;
    }
    try {
      renew(writing, leaseEnd());
    } catch (CacheException e) {
      chain = null;
      become(State.DOWN, String.valueOf(e.getMessage()));
    }
  }

  /// Of a lease that counts from now.
  private long leaseEnd() {
    return System.nanoTime() + settings.lease().toNanos();
  }

  private String name() {
    return "Generation " + keys.generation() + ", shard " + shard;
  }

  private void become(State next, String reason) {
    if (next != state) {
      LOG.info("{}: cache {} → {}: {}", name(), state, next, reason);
    }
    state = next;
    following = new Follow(next == State.LIVE, next + " (" + reason + ")");
  }
}

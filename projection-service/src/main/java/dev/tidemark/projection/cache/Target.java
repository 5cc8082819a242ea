package dev.tidemark.projection.cache;

import dev.tidemark.projection.batch.Positions;
import dev.tidemark.runtime.tracing.Operation;
import dev.tidemark.runtime.tracing.Operation.Kind;
import dev.tidemark.runtime.tracing.Origin;
import dev.tidemark.runtime.tracing.Tracing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Where a shard of the store stands, as its worker says and its cache hears. Thread-safe.
final class Target {
  private static final Operation WRITE_THROUGH = Operation.of(Kind.INTERNAL, "write through");
  private static final int ORIGINS_MAX = 32;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private @Nullable Positions positions;
  private @Nullable Instant owed;
  private @Nullable Instant taken;
  private boolean news;
  private boolean closed;
  private List<Origin> origins = List.of();

  void set(Positions next) {
    Origin here = Tracing.here();
    if (here != null) {
      add(here);
    }
    change(next);
  }

  private void add(Origin here) {
    lock.lock();
    try {
      if (origins.size() < ORIGINS_MAX) {
        var more = new ArrayList<>(origins);
        more.add(here);
        origins = more;
      }
    } finally {
      lock.unlock();
    }
  }

  /// Does what follows on all that the store has done since this was asked last, as a part of it.
  <T> T traced(Supplier<T> work) {
    return Tracing.joining(WRITE_THROUGH, () -> takeOrigins().stream(), work::get);
  }

  private List<Origin> takeOrigins() {
    lock.lock();
    try {
      List<Origin> joined = origins;
      origins = List.of();
      return joined;
    } finally {
      lock.unlock();
    }
  }

  /// Whoever writes the shard now knows how old what comes is.
  void clear() {
    lock.lock();
    try {
      owed = null;
      taken = null;
      change(null);
    } finally {
      lock.unlock();
    }
  }

  /// Something that was recorded then comes with the next positions.
  void owe(Instant recorded) {
    lock.lock();
    try {
      owed = older(owed, recorded);
    } finally {
      lock.unlock();
    }
  }

  /// What was taken is done.
  ///
  /// @return when the oldest of it was recorded; empty if there was nothing new
  Optional<Instant> paid() {
    lock.lock();
    try {
      Instant oldest = taken;
      taken = null;
      return Optional.ofNullable(oldest);
    } finally {
      lock.unlock();
    }
  }

  private static Instant older(@Nullable Instant one, Instant other) {
    return one == null || other.isBefore(one) ? other : one;
  }

  private void change(@Nullable Positions next) {
    lock.lock();
    try {
      positions = next;
      news = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Lets what was taken be news once more.
  void again() {
    lock.lock();
    try {
      news = true;
    } finally {
      lock.unlock();
    }
  }

  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// What is known now; until it changes it is no news any more.
  @Nullable Positions take() {
    lock.lock();
    try {
      news = false;
      if (owed != null) {
        taken = older(taken, owed);
        owed = null;
      }
      return positions;
    } finally {
      lock.unlock();
    }
  }

  boolean isKnown() {
    lock.lock();
    try {
      return positions != null;
    } finally {
      lock.unlock();
    }
  }

  boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  /// Returns when something changed since it was taken, or it is closed, or time is over.
  void awaitNews(Duration patience) {
    await(patience, true);
  }

  /// Returns when it is closed, or time is over.
  void awaitClose(Duration patience) {
    await(patience, false);
  }

  private void await(Duration patience, boolean untilNews) {
    lock.lock();
    try {
      long left = patience.toNanos();
      while (!closed && !(untilNews && news) && left > 0) {
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      closed = true;
    } finally {
      lock.unlock();
    }
  }
}

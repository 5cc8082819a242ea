package dev.tidemark.query.changes;

import dev.tidemark.query.changes.Next.Change;
import dev.tidemark.query.changes.Next.Ending;
import dev.tidemark.query.changes.Next.Quiet;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// What waits for one stream, between the tail, which never waits, and a client, who may be slow.
/// Thread-safe.
///
/// It holds a bounded number of changes. A stream that falls further behind is over, and what
/// waited for it is forgotten at once: the log still has it.
final class Subscription {
  private final ChangeFilter filter;
  private final int waitingMax;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final ArrayDeque<Change> waiting = new ArrayDeque<>();
  private Mark passed;
  private @Nullable Ending ending;

  /// @param from where the stream begins
  Subscription(ChangeFilter filter, Mark from, int waitingMax) {
    this.filter = filter;
    this.passed = from;
    this.waitingMax = waitingMax;
  }

  ChangeFilter filter() {
    return filter;
  }

  /// Returns at once.
  void offer(Change change) {
    lock.lock();
    try {
      if (ending != null) {
        return;
      }
      if (waiting.size() >= waitingMax) {
        end(
            Ending.tooSlow(
                "Expected the client to keep up, but " + waitingMax + " changes wait for it"));
        return;
      }
      waiting.add(change);
      arrived.signal();
    } finally {
      lock.unlock();
    }
  }

  /// All changes before `mark` have been offered.
  ///
  /// @param oldest the number of the oldest change that may still wait
  void reach(Mark mark, long oldest) {
    lock.lock();
    try {
      passed = mark;
      Change first = waiting.peek();
      if (first != null && first.number() < oldest) {
        end(
            Ending.tooSlow(
                "Expected the client to keep up, but it is further behind than memory reaches"));
      }
    } finally {
      lock.unlock();
    }
  }

  /// The first reason counts.
  void end(Ending reason) {
    lock.lock();
    try {
      if (ending == null) {
        ending = reason;
        waiting.clear();
        arrived.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /// The next change as soon as there is one, or that there was none for so long.
  Next take(Duration patience) throws InterruptedException {
    lock.lock();
    try {
      long nanos = patience.toNanos();
      while (waiting.isEmpty() && ending == null && nanos > 0) {
        nanos = arrived.awaitNanos(nanos);
      }
      if (ending != null) {
        return ending;
      }
      Change change = waiting.poll();
      return change == null ? new Quiet(passed) : change;
    } finally {
      lock.unlock();
    }
  }

  /// Whether [#take] would not wait.
  boolean hasNext() {
    lock.lock();
    try {
      return !waiting.isEmpty() || ending != null;
    } finally {
      lock.unlock();
    }
  }

  /// Waits for the end alone. Empty if it does not come within `patience`.
  Optional<Ending> endsWithin(Duration patience) throws InterruptedException {
    lock.lock();
    try {
      long nanos = patience.toNanos();
      while (ending == null && nanos > 0) {
        nanos = arrived.awaitNanos(nanos);
      }
      return Optional.ofNullable(ending);
    } finally {
      lock.unlock();
    }
  }

  /// How it ended; empty while it goes on.
  Optional<Ending> ending() {
    lock.lock();
    try {
      return Optional.ofNullable(ending);
    } finally {
      lock.unlock();
    }
  }
}

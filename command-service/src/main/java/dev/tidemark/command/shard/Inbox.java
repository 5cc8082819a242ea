package dev.tidemark.command.shard;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Commands waiting for their shard: first in, first out, bounded in number and in memory. Closed
/// until it is opened.
final class Inbox {
  private final int commandsMax;
  private final long bytesMax;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition notEmpty = lock.newCondition();
  private final Condition notFull = lock.newCondition();
  private final Queue<Pending> waiting = new ArrayDeque<>();
  private long bytes;
  private boolean closed = true;
  private long openings;
  private boolean woken;

  Inbox(int commandsMax, long bytesMax) {
    this.commandsMax = commandsMax;
    this.bytesMax = bytesMax;
  }

  /// What became of a command that was offered.
  enum Admission {
    ADMITTED,
    /// There was no room.
    FULL,
    CLOSED
  }

  /// Different each time it is opened. Whoever offers several in order offers them all to one
  /// opening: a later one must not get in where an earlier one was turned out.
  long opening() {
    lock.lock();
    try {
      return openings;
    } finally {
      lock.unlock();
    }
  }

  /// @param opening to which it is offered; to any other the inbox is closed
  /// @param patience how long to wait for room; zero for not at all
  Admission offer(Pending pending, long opening, Duration patience) throws InterruptedException {
    long nanos = patience.toNanos();
    lock.lockInterruptibly();
    try {
      while (isOpen(opening) && !hasRoomFor(pending)) {
        if (nanos <= 0) {
          return Admission.FULL;
        }
        nanos = notFull.awaitNanos(nanos);
      }
      if (!isOpen(opening)) {
        return Admission.CLOSED;
      }
      waiting.add(pending);
      bytes += pending.request().bytes();
      notEmpty.signal();
      return Admission.ADMITTED;
    } finally {
      lock.unlock();
    }
  }

  /// Takes what waits, up to the bounds but at least one if there is one.
  ///
  /// @param patience how long to wait for the first; the result is empty when it runs out, the
  ///   inbox is closed and drained, or somebody wakes whoever waits
  List<Pending> take(int takenMax, long takenBytesMax, Duration patience)
      throws InterruptedException {
    long nanos = patience.toNanos();
    lock.lockInterruptibly();
    try {
      while (waiting.isEmpty() && !closed && !woken && nanos > 0) {
        nanos = notEmpty.awaitNanos(nanos);
      }
      woken = false;
      var taken = new ArrayList<Pending>();
      long takenBytes = 0;
      for (Pending next = waiting.peek();
          next != null && taken.size() < takenMax && takenBytes < takenBytesMax;
          next = waiting.peek()) {
        taken.add(waiting.remove());
        takenBytes += next.request().bytes();
      }
      bytes -= takenBytes;
      notFull.signalAll();
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /// Lets commands in again.
  void open() {
    lock.lock();
    try {
      closed = false;
      openings++;
    } finally {
      lock.unlock();
    }
  }

  /// Nothing comes in any more; what is in can still be taken.
  void close() {
    lock.lock();
    try {
      closed = true;
      notEmpty.signalAll();
      notFull.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Whoever waits for a first command, now or next, waits no longer.
  void wake() {
    lock.lock();
    try {
      woken = true;
      notEmpty.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Takes all that waits, at once.
  List<Pending> drain() {
    lock.lock();
    try {
      var drained = List.copyOf(waiting);
      waiting.clear();
      bytes = 0;
      notFull.signalAll();
      return drained;
    } finally {
      lock.unlock();
    }
  }

  boolean isDrained() {
    lock.lock();
    try {
      return closed && waiting.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  private boolean isOpen(long opening) {
    return !closed && opening == openings;
  }

  /// One that is too large for any inbox is let in alone.
  private boolean hasRoomFor(Pending pending) {
    return waiting.isEmpty()
        || (waiting.size() < commandsMax && bytes + pending.request().bytes() <= bytesMax);
  }
}

package dev.tidemark.command.shard;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Commands waiting for their shard: first in, first out, bounded in number and in memory.
final class Inbox {
  private final int commandsMax;
  private final long bytesMax;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition notEmpty = lock.newCondition();
  private final Condition notFull = lock.newCondition();
  private final Queue<Pending> waiting = new ArrayDeque<>();
  private long bytes;
  private boolean closed;

  Inbox(int commandsMax, long bytesMax) {
    this.commandsMax = commandsMax;
    this.bytesMax = bytesMax;
  }

  /// @param patience how long to wait for room; zero for not at all
  /// @return false if there was no room, or the inbox is closed
  boolean offer(Pending pending, Duration patience) throws InterruptedException {
    long nanos = patience.toNanos();
    lock.lockInterruptibly();
    try {
      while (!closed && !hasRoomFor(pending)) {
        if (nanos <= 0) {
          return false;
        }
        nanos = notFull.awaitNanos(nanos);
      }
      if (closed) {
        return false;
      }
      waiting.add(pending);
      bytes += pending.request().bytes();
      notEmpty.signal();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /// Takes what waits, up to the bounds but at least one if there is one.
  ///
  /// @param patience how long to wait for the first; the result is empty when it runs out, or the
  ///   inbox is closed and drained
  List<Pending> take(int takenMax, long takenBytesMax, Duration patience)
      throws InterruptedException {
    long nanos = patience.toNanos();
    lock.lockInterruptibly();
    try {
      while (waiting.isEmpty() && !closed && nanos > 0) {
        nanos = notEmpty.awaitNanos(nanos);
      }
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

  /// One that is too large for any inbox is let in alone.
  private boolean hasRoomFor(Pending pending) {
    return waiting.isEmpty()
        || (waiting.size() < commandsMax && bytes + pending.request().bytes() <= bytesMax);
  }
}

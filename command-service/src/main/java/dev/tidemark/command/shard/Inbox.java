package dev.tidemark.command.shard;

import dev.tidemark.runtime.tracing.Operation;
import dev.tidemark.runtime.tracing.Operation.Kind;
import dev.tidemark.runtime.tracing.Tracing;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Commands waiting for their shard: first in, first out, bounded in number, in memory and in the
/// time that they wait. Closed until it is opened.
///
/// The bound on time is what keeps an overloaded shard useful. Commands come faster than they are
/// decided; if they were let in all the same, soon every one would have waited until its client
/// gave up, and what was decided would be in vain. So the newest are told at once to come back
/// later, and those that are in are decided in time. (The idea is that of CoDel, RFC 8289: mind how
/// long things stand in a queue, not how many there are.)
final class Inbox {
  private static final Operation WAIT = Operation.of(Kind.INTERNAL, "inbox");

  private record Waiting(Pending pending, long sinceMs) {}

  private final InboxBounds bounds;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition notEmpty = lock.newCondition();
  private final Condition notFull = lock.newCondition();
  private final Queue<Waiting> waiting = new ArrayDeque<>();
  private final ImportPlace imports = new ImportPlace();
  private long bytes;
  private boolean closed = true;
  private long openings;
  private boolean woken;

  Inbox(InboxBounds bounds, InstantSource clock) {
    this.bounds = bounds;
    this.clock = clock;
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
  /// @param patience how long to wait for room; zero for not at all. Who can wait is let in later
  Admission offer(Pending pending, long opening, Duration patience) throws InterruptedException {
    long nanos = patience.toNanos();
    long waitMsMax = bounds.waitMsMax(patience);
    lock.lockInterruptibly();
    try {
      while (isOpen(opening) && !hasRoomFor(pending, waitMsMax)) {
        if (nanos <= 0) {
          return Admission.FULL;
        }
        nanos = notFull.awaitNanos(nanos);
      }
      if (!isOpen(opening)) {
        return Admission.CLOSED;
      }
      waiting.add(new Waiting(pending, clock.millis()));
      bytes += pending.request().bytes();
      notEmpty.signal();
      return Admission.ADMITTED;
    } finally {
      lock.unlock();
    }
  }

  /// Where steps of an import wait beside the commands; open and closed as this is.
  ImportPlace imports() {
    return imports;
  }

  /// Takes what waits, up to the bounds but at least one if there is one.
  ///
  /// @param patience how long to wait for the first; the result is empty when it runs out, the
  ///   inbox is closed and drained, or somebody wakes whoever waits
  List<Pending> take(int takenMax, long takenBytesMax, Duration patience)
      throws InterruptedException {
    List<Waiting> taken = taken(takenMax, takenBytesMax, patience);
    if (Tracing.isOn()) {
      trace(taken);
    }
    return taken.stream().map(Waiting::pending).toList();
  }

  /// Of those who wait for the same request, such as a bulk, only the first.
  private void trace(List<Waiting> taken) {
    long nowMs = clock.millis();
    var traced = new HashSet<String>();
    for (Waiting each : taken) {
      String traceparent = each.pending().request().trace().traceparent();
      if (traceparent != null && traced.add(traceparent)) {
        Tracing.passed(WAIT, traceparent, Duration.ofMillis(nowMs - each.sinceMs()));
      }
    }
  }

  private List<Waiting> taken(int takenMax, long takenBytesMax, Duration patience)
      throws InterruptedException {
    long nanos = patience.toNanos();
    lock.lockInterruptibly();
    try {
      while (waiting.isEmpty() && !closed && !woken && nanos > 0) {
        nanos = notEmpty.awaitNanos(nanos);
      }
      woken = false;
      var taken = new ArrayList<Waiting>();
      long takenBytes = 0;
      for (Waiting next = waiting.peek();
          next != null && taken.size() < takenMax && takenBytes < takenBytesMax;
          next = waiting.peek()) {
        taken.add(waiting.remove());
        takenBytes += next.pending().request().bytes();
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
      imports.open();
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
      imports.close();
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

  /// How many wait.
  int size() {
    lock.lock();
    try {
      return waiting.size();
    } finally {
      lock.unlock();
    }
  }

  /// How much memory those take that wait.
  long bytes() {
    lock.lock();
    try {
      return bytes;
    } finally {
      lock.unlock();
    }
  }

  /// How long the first has waited; zero if none waits.
  Duration oldestWait() {
    lock.lock();
    try {
      Waiting first = waiting.peek();
      return first == null ? Duration.ZERO : Duration.ofMillis(clock.millis() - first.sinceMs());
    } finally {
      lock.unlock();
    }
  }

  /// Whether a command that cannot wait for room would be turned away now, whatever its size.
  boolean isLate() {
    lock.lock();
    try {
      Waiting first = waiting.peek();
      return first != null
          && (waiting.size() >= bounds.commandsMax()
              || clock.millis() - first.sinceMs() > bounds.waitMax().toMillis());
    } finally {
      lock.unlock();
    }
  }

  /// Takes all that waits, at once.
  List<Pending> drain() {
    lock.lock();
    try {
      List<Pending> drained = waiting.stream().map(Waiting::pending).toList();
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
  private boolean hasRoomFor(Pending pending, long waitMsMax) {
    Waiting first = waiting.peek();
    return first == null
        || (waiting.size() < bounds.commandsMax()
            && bytes + pending.request().bytes() <= bounds.bytesMax()
            && clock.millis() - first.sinceMs() <= waitMsMax);
  }
}

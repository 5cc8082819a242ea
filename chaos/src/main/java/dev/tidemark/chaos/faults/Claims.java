package dev.tidemark.chaos.faults;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Who does something to what: one at a time. Thread-safe.
final class Claims {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition released = lock.newCondition();
  private final Set<String> claimed = new HashSet<>();

  /// @return whether it is ours now; false if it was another's all the time
  boolean claim(String what, Duration patience) throws InterruptedException {
    long left = patience.toNanos();
    lock.lockInterruptibly();
    try {
      while (!claimed.add(what)) {
        if (left <= 0) {
          return false;
        }
        left = released.awaitNanos(left);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  void release(String what) {
    lock.lock();
    try {
      claimed.remove(what);
      released.signalAll();
    } finally {
      lock.unlock();
    }
  }
}

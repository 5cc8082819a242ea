package dev.tidemark.command.shard;

import dev.tidemark.command.shard.Inbox.Admission;
import dev.tidemark.command.store.StateStores;
import dev.tidemark.runtime.logging.LogFields;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One shard: its inbox, and the thread on which its [Worker] takes turns.
final class Shard implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Shard.class);

  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(30);

  private final int number;
  private final Inbox inbox;
  private final Worker worker;
  private final Runnable changed;
  private final Thread thread;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition wished = lock.newCondition();
  private long wishes;

  /// @param isStandby whether it follows the log while the shard is not owned here
  /// @param changed told when its state or term is another
  /// @param cannotGoOn told of what ended the shard's thread before its time
  Shard(
      int number,
      TransactionalLog log,
      StateStores stores,
      InstantSource clock,
      Inbox inbox,
      boolean isStandby,
      ShardMeters meters,
      Runnable changed,
      Consumer<Throwable> cannotGoOn) {
    this.number = number;
    this.inbox = inbox;
    this.changed = changed;
    this.worker = new Worker(number, log, stores, clock, inbox, isStandby, meters);
    this.thread =
        Thread.ofPlatform()
            .name("shard-" + number)
            .uncaughtExceptionHandler((_, e) -> cannotGoOn.accept(e))
            .unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  ShardStatus status() {
    return worker.status();
  }

  /// Returns at once; the shard opens on its own thread.
  void assign() {
    worker.assign();
    wish();
  }

  /// Returns at once; the shard is owned here until another instance has opened it.
  void unassign() {
    worker.unassign();
    wish();
  }

  /// Returns at once; the shard is opened, and owned here until another instance has opened it.
  void adopt() {
    worker.adopt();
    wish();
  }

  /// Another instance has opened the shard, in this term.
  void overtaken(long term) {
    if (!worker.overtaken(term)) {
      return;
    }
    if (worker.isWanted()) {
      // Its pause goes on: it is there to learn whether the shard is wanted here still.
      inbox.wake();
    } else {
      wish();
    }
  }

  int waiting() {
    return inbox.size();
  }

  long waitingBytes() {
    return inbox.bytes();
  }

  Duration oldestWait() {
    return inbox.oldestWait();
  }

  boolean isLate() {
    return inbox.isLate();
  }

  /// See [Inbox#opening].
  long opening() {
    return inbox.opening();
  }

  /// @param patience how long to wait for room
  Admission offer(Pending pending, long opening, Duration patience) throws InterruptedException {
    return inbox.offer(pending, opening, patience);
  }

  /// Returns at once; the step is told what became of it.
  void perform(PendingStep step) {
    inbox.imports().offer(step);
    inbox.wake();
  }

  /// Lets nothing in any more; what is in is still decided.
  void stopAccepting() {
    worker.end();
    wish();
  }

  /// Returns when every command that was let in is answered, and the store is safe on disk.
  @Override
  public void close() {
    stopAccepting();
    try {
      if (!thread.join(CLOSE_PATIENCE)) {
        LOG.error("shard {}: still busy after {}, left to itself", number, CLOSE_PATIENCE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    LogFields.shard(number);
    ShardStatus before = worker.status();
    try {
      while (!worker.isOver()) {
        long seen = wishesSoFar();
        Duration backoff = worker.turn(ExpirySweep.EVERY);
        ShardStatus now = worker.status();
        if (now.state() != before.state() || now.term() != before.term()) {
          changed.run();
          before = now;
        }
        rest(backoff, seen);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      if (!worker.isOver()) {
        worker.close("its thread ends");
      }
      changed.run();
    }
  }

  private void wish() {
    inbox.wake();
    lock.lock();
    try {
      wishes++;
      wished.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private long wishesSoFar() {
    lock.lock();
    try {
      return wishes;
    } finally {
      lock.unlock();
    }
  }

  /// Shorter if something else is wanted meanwhile.
  private void rest(Duration duration, long seen) throws InterruptedException {
    long nanos = duration.toNanos();
    lock.lock();
    try {
      while (wishes == seen && nanos > 0) {
        nanos = wished.awaitNanos(nanos);
      }
    } finally {
      lock.unlock();
    }
  }
}

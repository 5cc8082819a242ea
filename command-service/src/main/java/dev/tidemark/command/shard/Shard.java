package dev.tidemark.command.shard;

import dev.tidemark.command.store.StateStores;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One shard: its inbox, and the thread on which its [Owner] takes turns.
public final class Shard implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Shard.class);

  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(30);

  private final int number;
  private final Inbox inbox;
  private final Owner owner;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;

  /// @param cannotGoOn told of what ended the shard's thread before its time
  Shard(
      int number,
      TransactionalLog log,
      StateStores stores,
      InstantSource clock,
      Inbox inbox,
      Consumer<Throwable> cannotGoOn) {
    this.number = number;
    this.inbox = inbox;
    this.owner = new Owner(number, log, stores, clock, inbox);
    this.thread =
        Thread.ofPlatform()
            .name("shard-" + number)
            .uncaughtExceptionHandler((_, e) -> cannotGoOn.accept(e))
            .unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  ShardState state() {
    return owner.state();
  }

  /// @return false if there was no room within `patience`, or the shard is closing
  boolean offer(Pending pending, Duration patience) throws InterruptedException {
    return inbox.offer(pending, patience);
  }

  /// Lets nothing in any more; what is in is still decided.
  void stopAccepting() {
    inbox.close();
    closing.countDown();
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
    try {
      Duration backoff;
      do {
        backoff = owner.turn(ExpirySweep.EVERY);
      } while (!isOver(backoff));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      owner.end();
    }
  }

  /// All is over when all that was let in is decided; or, in trouble, as soon as it may be.
  private boolean isOver(Duration backoff) throws InterruptedException {
    return backoff.isZero()
        ? inbox.isDrained()
        : closing.await(backoff.toMillis(), TimeUnit.MILLISECONDS);
  }
}

package dev.tidemark.command.shard;

import dev.tidemark.command.handling.Reply;
import dev.tidemark.command.store.StateStore;
import dev.tidemark.command.store.StateStores;
import dev.tidemark.command.store.StoreDamagedException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One shard: a thread that owns its log and its store, and decides its commands one group after
/// the other.
///
/// Trouble of any kind takes one path: the group at hand is in doubt, the log is opened and
/// replayed again, and the group is decided anew. What had been committed is then known by its key
/// and is answered as it was decided; what had not can never be any more, and is decided if there
/// is time. Meanwhile commands wait in the inbox until their deadlines.
public final class Shard implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Shard.class);

  private static final int GROUP_COMMANDS_MAX = 512;
  private static final long GROUP_BYTES_MAX = 4L << 20;
  private static final Duration BACKOFF_MIN = Duration.ofMillis(100);
  private static final Duration BACKOFF_MAX = Duration.ofSeconds(2);
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(30);

  private final int number;
  private final TransactionalLog log;
  private final StateStores stores;
  private final InstantSource clock;
  private final Inbox inbox;
  private final ExpirySweep sweep = new ExpirySweep();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;
  private volatile ShardState state = ShardState.OPENING;

  // Of the shard's thread alone.
  private @Nullable StateStore store;
  private List<Pending> inDoubt = List.of();

  /// @param cannotGoOn told of what ended the shard's thread before its time
  Shard(
      int number,
      TransactionalLog log,
      StateStores stores,
      InstantSource clock,
      Inbox inbox,
      Consumer<Throwable> cannotGoOn) {
    this.number = number;
    this.log = log;
    this.stores = stores;
    this.clock = clock;
    this.inbox = inbox;
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
    return state;
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
      Duration backoff = BACKOFF_MIN;
      do {
        try {
          serve(open());
          return;
        } catch (LogFailedException | RuntimeException e) {
          backoff = state == ShardState.SERVING ? BACKOFF_MIN : longer(backoff);
          recover(e, backoff);
        }
      } while (!closing.await(backoff.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      end();
    }
  }

  private Owner open() throws LogFailedException {
    long since = clock.millis();
    Opened opened = log.open();
    if (store == null) {
      store = stores.open(number);
    }
    long events = Replay.into(store, log, opened);
    become(
        ShardState.SERVING,
        "term %d, replayed %,d events in %,d ms, %d commands in doubt"
            .formatted(opened.term(), events, clock.millis() - since, inDoubt.size()));
    return new Owner(store, new GroupCommit(number, store, log, opened.term(), clock));
  }

  /// What serves between two troubles.
  private record Owner(StateStore store, GroupCommit commits) {}

  private void serve(Owner owner) throws LogFailedException, InterruptedException {
    owner.commits.decide(inDoubt);
    inDoubt = List.of();
    while (!inbox.isDrained()) {
      var group =
          new ArrayList<>(inbox.take(GROUP_COMMANDS_MAX, GROUP_BYTES_MAX, ExpirySweep.EVERY));
      inDoubt = group;
      group.addAll(sweep.due(owner.store, clock.instant()));
      owner.commits.decide(group);
      inDoubt = List.of();
    }
  }

  private void recover(Exception trouble, Duration backoff) {
    if (trouble instanceof StoreDamagedException) {
      LOG.warn("shard {}: {}; the store is wiped", number, trouble.getMessage());
      closeStore();
      stores.wipe(number);
    } else if (trouble instanceof RuntimeException) {
      LOG.error("shard {}: cannot serve", number, trouble);
    }
    become(
        state == ShardState.OPENING ? ShardState.OPENING : ShardState.RECOVERING,
        "%s; again in %d ms".formatted(trouble.getMessage(), backoff.toMillis()));
  }

  private void end() {
    var closed = new Reply.NotDecided("Expected the shard to serve, but it has closed");
    inbox.close();
    inDoubt.forEach(pending -> pending.tell(closed));
    inbox.drain().forEach(pending -> pending.tell(closed));
    closeStore();
    log.close();
    become(ShardState.CLOSED, "all commands are answered");
  }

  private void closeStore() {
    if (store == null) {
      return;
    }
    try {
      store.close();
    } catch (StoreDamagedException e) {
      LOG.warn("shard {}: the store did not close well: {}", number, e.getMessage());
    }
    store = null;
  }

  private void become(ShardState next, String reason) {
    LOG.info("shard {}: {} → {}: {}", number, state, next, reason);
    state = next;
  }

  private static Duration longer(Duration backoff) {
    Duration doubled = backoff.multipliedBy(2);
    return doubled.compareTo(BACKOFF_MAX) > 0 ? BACKOFF_MAX : doubled;
  }
}

package dev.tidemark.command.shard;

import dev.tidemark.command.handling.Reply;
import dev.tidemark.command.store.StateStore;
import dev.tidemark.command.store.StateStores;
import dev.tidemark.command.store.StoreDamagedException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a shard's thread does, in turns: it owns the shard's log and store, and decides the
/// commands of the inbox one group after the other.
///
/// Trouble of any kind takes one path: the group at hand is in doubt, the log is opened and
/// replayed again, and the group is decided anew. What had been committed is then known by its key
/// and is answered as it was decided; what had not can never be any more, and is decided if there
/// is time. Meanwhile commands wait in the inbox until their deadlines.
///
/// Not thread-safe but for [#state].
class Owner {
  private static final Logger LOG = LoggerFactory.getLogger(Owner.class);

  private static final int GROUP_COMMANDS_MAX = 512;
  private static final long GROUP_BYTES_MAX = 4L << 20;
  private static final Duration BACKOFF_MIN = Duration.ofMillis(100);
  private static final Duration BACKOFF_MAX = Duration.ofSeconds(2);

  private final int shard;
  private final TransactionalLog log;
  private final StateStores stores;
  private final InstantSource clock;
  private final Inbox inbox;
  private final ExpirySweep sweep = new ExpirySweep();
  private volatile ShardState state = ShardState.OPENING;

  private @Nullable StateStore store;
  private @Nullable Serving serving;
  private List<Pending> inDoubt = List.of();
  private Duration backoff = BACKOFF_MIN;

  /// What serves between two troubles.
  private record Serving(StateStore store, GroupCommit commits) {}

  Owner(int shard, TransactionalLog log, StateStores stores, InstantSource clock, Inbox inbox) {
    this.shard = shard;
    this.log = log;
    this.stores = stores;
    this.clock = clock;
    this.inbox = inbox;
  }

  ShardState state() {
    return state;
  }

  /// Opens the log and settles what is in doubt, or decides the next group. Never throws because of
  /// the log, the store or a command: it says how long to leave them alone.
  ///
  /// @param patience how long to wait for a first command
  /// @return how long to wait before the next turn; zero if all is well
  Duration turn(Duration patience) throws InterruptedException {
    try {
      if (serving == null) {
        serving = open();
        serving.commits.decide(inDoubt);
      } else {
        decideNext(serving, patience);
      }
      inDoubt = List.of();
      return Duration.ZERO;
    } catch (LogFailedException | RuntimeException e) {
      serving = null;
      backoff = state == ShardState.SERVING ? BACKOFF_MIN : longer(backoff);
      recover(e);
      return backoff;
    }
  }

  private Serving open() throws LogFailedException {
    long since = clock.millis();
    Opened opened = log.open();
    if (store == null) {
      store = stores.open(shard);
    }
    long events = Replay.into(store, log, opened);
    become(
        ShardState.SERVING,
        "term %d, replayed %,d events in %,d ms, %d commands in doubt"
            .formatted(opened.term(), events, clock.millis() - since, inDoubt.size()));
    return new Serving(store, commits(store, log, opened.term()));
  }

  GroupCommit commits(StateStore opened, TransactionalLog to, long term) {
    return new GroupCommit(shard, opened, to, term, clock);
  }

  private void decideNext(Serving owned, Duration patience)
      throws LogFailedException, InterruptedException {
    var group = new ArrayList<>(inbox.take(GROUP_COMMANDS_MAX, GROUP_BYTES_MAX, patience));
    inDoubt = group;
    group.addAll(sweep.due(owned.store, clock.instant()));
    owned.commits.decide(group);
  }

  private void recover(Exception trouble) {
    if (trouble instanceof StoreDamagedException) {
      LOG.warn("shard {}: {}; the store is wiped", shard, trouble.getMessage());
      closeStore();
      stores.wipe(shard);
    } else if (trouble instanceof RuntimeException) {
      LOG.error("shard {}: cannot serve", shard, trouble);
    }
    become(
        state == ShardState.OPENING ? ShardState.OPENING : ShardState.RECOVERING,
        "%s; again in %d ms".formatted(trouble.getMessage(), backoff.toMillis()));
  }

  /// Whoever waits is told that there will be no decision here.
  void end() {
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
      LOG.warn("shard {}: the store did not close well: {}", shard, e.getMessage());
    }
    store = null;
  }

  private void become(ShardState next, String reason) {
    LOG.info("shard {}: {} → {}: {}", shard, state, next, reason);
    state = next;
  }

  private static Duration longer(Duration backoff) {
    Duration doubled = backoff.multipliedBy(2);
    return doubled.compareTo(BACKOFF_MAX) > 0 ? BACKOFF_MAX : doubled;
  }
}

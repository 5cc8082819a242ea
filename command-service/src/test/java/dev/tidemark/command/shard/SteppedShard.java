package dev.tidemark.command.shard;

import dev.tidemark.command.handling.CommandRequest;
import dev.tidemark.command.handling.Reply;
import dev.tidemark.command.handling.StateChanges;
import dev.tidemark.command.handling.Verdict;
import dev.tidemark.command.shard.Inbox.Admission;
import dev.tidemark.command.store.StateStore;
import dev.tidemark.command.store.StateStores;
import dev.tidemark.runtime.metrics.Metrics;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;

/// A shard without a thread: whoever holds it takes its turns, and never waits.
public final class SteppedShard {
  private static final int SHARD = 0;
  private static final InboxBounds BOUNDS = new InboxBounds(100, 1 << 20, Duration.ofSeconds(5));

  /// Nobody looks at them, and there are many worlds.
  private static final ShardMeters METERS = new ShardMeters(new Metrics());

  private final Inbox inbox;
  private final Worker worker;

  /// @param clock by which it decides
  /// @param ofInbox by which commands wait
  /// @param hasty tells refusals before the group is committed, which is a mistake
  public SteppedShard(
      TransactionalLog log,
      StateStores stores,
      InstantSource clock,
      InstantSource ofInbox,
      boolean hasty) {
    this.inbox = new Inbox(BOUNDS, ofInbox);
    this.worker =
        hasty
            ? new HastyWorker(log, stores, clock, inbox)
            : new Worker(SHARD, log, stores, clock, inbox, true, METERS);
  }

  public void assign() {
    worker.assign();
  }

  public void unassign() {
    worker.unassign();
  }

  /// Another instance has opened the shard in this term.
  public void overtaken(long term) {
    worker.overtaken(term);
  }

  /// @param told hears the reply at the very moment at which the sender would
  /// @return false if there is no room, or it takes none
  public boolean offer(CommandRequest request, Consumer<Reply> told) {
    var pending =
        new Pending(request) {
          private boolean isTold;

          @Override
          void tell(Reply reply) {
            if (!isTold) {
              isTold = true;
              told.accept(reply);
            }
          }
        };
    try {
      return inbox.offer(pending, inbox.opening(), Duration.ZERO) == Admission.ADMITTED;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// @return how long to wait before the next one
  public Duration turn() {
    try {
      return worker.turn(Duration.ZERO);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  public boolean serves() {
    return worker.status().serves();
  }

  /// A clean end, which takes some turns.
  public void end() {
    worker.end();
  }

  public boolean isOver() {
    return worker.isOver();
  }

  private static final class HastyWorker extends Worker {
    HastyWorker(TransactionalLog log, StateStores stores, InstantSource clock, Inbox inbox) {
      super(SHARD, log, stores, clock, inbox, true, METERS);
    }

    @Override
    Owner owner(
        int shard,
        TransactionalLog log,
        Replica replica,
        InstantSource clock,
        Inbox inbox,
        Progress progress,
        ShardMeters meters) {
      return new HastyOwner(log, replica, clock, inbox, progress);
    }
  }

  private static final class HastyOwner extends Owner {
    private final InstantSource clock;

    HastyOwner(
        TransactionalLog log,
        Replica replica,
        InstantSource clock,
        Inbox inbox,
        Progress progress) {
      super(SHARD, log, replica, clock, inbox, progress, METERS);
      this.clock = clock;
    }

    @Override
    GroupCommit commits(StateStore opened, TransactionalLog to, long term) {
      return new GroupCommit(SHARD, opened, to, term, clock, METERS) {
        @Override
        Verdict stage(StateChanges staged, Pending pending, Instant now) {
          Verdict verdict = super.stage(staged, pending, now);
          if (verdict instanceof Verdict.Tell(var reply)) {
            pending.tell(reply);
          }
          return verdict;
        }
      };
    }
  }
}

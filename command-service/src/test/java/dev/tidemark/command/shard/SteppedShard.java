package dev.tidemark.command.shard;

import dev.tidemark.command.handling.CommandRequest;
import dev.tidemark.command.handling.Reply;
import dev.tidemark.command.handling.StateChanges;
import dev.tidemark.command.handling.Verdict;
import dev.tidemark.command.store.StateStore;
import dev.tidemark.command.store.StateStores;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;

/// A shard without a thread: whoever holds it takes its turns, and never waits.
public final class SteppedShard {
  private static final int SHARD = 0;
  private static final int COMMANDS_MAX = 100;
  private static final long BYTES_MAX = 1 << 20;

  private final Inbox inbox = new Inbox(COMMANDS_MAX, BYTES_MAX);
  private final Owner owner;

  /// @param hasty tells refusals before the group is committed, which is a mistake
  public SteppedShard(
      TransactionalLog log, StateStores stores, InstantSource clock, boolean hasty) {
    this.owner =
        hasty
            ? new HastyOwner(log, stores, clock, inbox)
            : new Owner(SHARD, log, stores, clock, inbox);
  }

  /// @param told hears the reply at the very moment at which the sender would
  /// @return false if there is no room
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
      return inbox.offer(pending, Duration.ZERO);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// @return how long to wait before the next one
  public Duration turn() {
    try {
      return owner.turn(Duration.ZERO);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  public boolean serves() {
    return owner.state() == ShardState.SERVING;
  }

  /// A clean end.
  public void end() {
    owner.end();
  }

  private static final class HastyOwner extends Owner {
    private final InstantSource clock;

    HastyOwner(TransactionalLog log, StateStores stores, InstantSource clock, Inbox inbox) {
      super(SHARD, log, stores, clock, inbox);
      this.clock = clock;
    }

    @Override
    GroupCommit commits(StateStore opened, TransactionalLog to, long term) {
      return new GroupCommit(SHARD, opened, to, term, clock) {
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

package dev.tidemark.command.shard;

import dev.tidemark.command.store.StateStores;
import java.time.Duration;
import java.time.InstantSource;

/// What a shard's thread does, in turns: while the shard is assigned to this instance it owns it,
/// else it follows it.
///
/// The assignment is a hint, the log decides. So an owner that the shard is taken from goes on
/// until somebody else has opened it: there is no time in which nobody decides, but for the
/// opening. For the same reason whoever it is given to first replays what it does not know, and
/// opens it then. An owner that is overtaken though the shard is its own opens it again, after a
/// pause in which it may learn that it is not. And a shard may be adopted that nobody assigned: it
/// is owned until somebody else opens it.
///
/// What is wanted of it is told by any thread, and so is [#status]; turns are the shard's own.
class Worker {
  private static final Duration FOLLOW_PATIENCE = Duration.ofMillis(100);

  private enum Wish {
    FOLLOW,
    OWN,
    END
  }

  private final Inbox inbox;
  private final Owner owner;
  private final Follower follower;
  private final Replica replica;
  private final Progress progress;
  private final boolean isStandby;
  private volatile boolean assigned;
  private volatile boolean adopted;
  private volatile boolean ended;
  private volatile long openedElsewhere = ShardStatus.NO_TERM;

  /// @param isStandby whether it follows what it does not own
  Worker(
      int shard,
      TransactionalLog log,
      StateStores stores,
      InstantSource clock,
      Inbox inbox,
      boolean isStandby,
      ShardMeters meters) {
    this.inbox = inbox;
    this.isStandby = isStandby;
    this.progress = new Progress(shard, clock);
    this.replica = new Replica(shard, stores);
    this.owner = owner(shard, log, replica, clock, inbox, progress, meters);
    this.follower = new Follower(shard, log, replica, progress);
  }

  Owner owner(
      int shard,
      TransactionalLog log,
      Replica ofShard,
      InstantSource clock,
      Inbox ofOwner,
      Progress ofReplays,
      ShardMeters meters) {
    return new Owner(shard, log, ofShard, clock, ofOwner, ofReplays, meters);
  }

  ShardStatus status() {
    boolean catchesUp = isWanted() && !owner.isEngaged();
    return new ShardStatus(
        owner.state(),
        isWanted(),
        owner.term(),
        catchesUp ? follower.state() : owner.reason(),
        progress.latest(),
        progress.left());
  }

  private Wish wish() {
    if (ended) {
      return Wish.END;
    }
    return assigned || adopted ? Wish.OWN : Wish.FOLLOW;
  }

  /// The shard is assigned to this instance.
  synchronized void assign() {
    assigned = true;
    adopted = false;
  }

  /// The shard is assigned to this instance no more.
  synchronized void unassign() {
    assigned = false;
    adopted = false;
  }

  /// Whoever owned the shard is no more, as this instance knows. It is owned here until it is
  /// assigned to somebody, or somebody has opened it.
  synchronized void adopt() {
    adopted = true;
  }

  /// Whether the shard is to be owned here.
  boolean isWanted() {
    return wish() == Wish.OWN;
  }

  /// Decides what is in the inbox, lets nothing more in, and is over.
  synchronized void end() {
    ended = true;
    inbox.close();
  }

  /// Another instance has opened the shard.
  ///
  /// @return whether that is news
  synchronized boolean overtaken(long term) {
    if (term <= openedElsewhere) {
      return false;
    }
    openedElsewhere = term;
    adopted = false;
    return true;
  }

  boolean isOver() {
    return owner.state() == ShardState.CLOSED;
  }

  /// @param patience how long an owner waits for a first command
  /// @return how long to wait before the next turn; zero if all is well
  Duration turn(Duration patience) throws InterruptedException {
    return switch (wish()) {
      case OWN -> own(patience);
      case FOLLOW -> owner.isEngaged() ? yielding() : follow();
      case END -> owner.isEngaged() ? ending() : over("not owned here");
    };
  }

  /// Not after it was to end.
  private synchronized void letIn() {
    if (!ended) {
      inbox.open();
    }
  }

  private Duration own(Duration patience) throws InterruptedException {
    if (!owner.isEngaged()) {
      if (!follower.isClose()) {
        return follower.turn(FOLLOW_PATIENCE);
      }
      letIn();
    } else if (isOvertaken() && owner.state().isOpen()) {
      return owner.overtaken();
    }
    return owner.turn(patience);
  }

  /// Trouble is a good moment to leave: the shard is somebody else's to open.
  private Duration yielding() throws InterruptedException {
    if (isOvertaken()) {
      return following("term " + openedElsewhere + " is another instance's");
    }
    if (!owner.state().isOpen()) {
      return following("not assigned to this instance any more");
    }
    return owner.turn(FOLLOW_PATIENCE).isZero()
        ? Duration.ZERO
        : following("not assigned to this instance any more");
  }

  private Duration following(String reason) {
    owner.leave(ShardState.FOLLOWING, reason);
    follower.begin();
    return Duration.ZERO;
  }

  private Duration follow() {
    return isStandby ? follower.turn(FOLLOW_PATIENCE) : FOLLOW_PATIENCE;
  }

  private Duration ending() throws InterruptedException {
    boolean canDecide = owner.state().isOpen() && !isOvertaken();
    if (canDecide && !inbox.isDrained() && owner.turn(Duration.ZERO).isZero()) {
      return Duration.ZERO;
    }
    return over(inbox.isDrained() ? "all commands are answered" : "there is no time to recover");
  }

  private Duration over(String reason) {
    close(reason);
    return Duration.ZERO;
  }

  /// At once, whatever was going on.
  void close(String reason) {
    owner.leave(ShardState.CLOSED, reason);
    replica.close();
  }

  private boolean isOvertaken() {
    return openedElsewhere > owner.term();
  }
}

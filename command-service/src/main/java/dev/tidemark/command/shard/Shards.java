package dev.tidemark.command.shard;

import dev.tidemark.command.handling.CommandRequest;
import dev.tidemark.command.handling.Reply;
import dev.tidemark.command.store.StateStores;
import dev.tidemark.runtime.membership.AssignedShards;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/// All shards of the system: those that this instance owns, and those that it follows.
public final class Shards implements AssignedShards, AutoCloseable {
  private static final Reply NO_ROOM =
      new Reply.NotDecided(
          Reply.Why.OVERLOADED, "Expected to decide the command in time, but too many are waiting");

  private static final Reply NOT_HERE =
      new Reply.NotHere("Expected an open shard, but it is not open here");

  private final List<Shard> shards;

  /// @param bounds of each shard's inbox
  /// @param isStandby whether shards are followed that are not owned here
  /// @param changed told, by shards' threads, when the state or term of one is another
  /// @param cannotGoOn told of what ended a shard's thread before its time
  public Shards(
      int count,
      IntFunction<TransactionalLog> logs,
      StateStores stores,
      InboxBounds bounds,
      boolean isStandby,
      InstantSource clock,
      ShardMeters meters,
      Runnable changed,
      Consumer<Throwable> cannotGoOn) {
    this.shards =
        IntStream.range(0, count)
            .mapToObj(p ->
                new Shard(
                    p,
                    logs.apply(p),
                    stores,
                    clock,
                    new Inbox(bounds, clock),
                    isStandby,
                    meters,
                    changed,
                    cannotGoOn))
            .toList();
    for (int shard = 0; shard < count; shard++) {
      meters.watch(shard, shards.get(shard));
    }
  }

  /// Returns at once. No shard is owned before it is assigned.
  public void start() {
    shards.forEach(Shard::start);
  }

  public int count() {
    return shards.size();
  }

  @Override
  public void assigned(int shard) {
    shards.get(shard).assign();
  }

  @Override
  public void revoked(Collection<Integer> revoked) {
    revoked.forEach(shard -> shards.get(shard).unassign());
  }

  @Override
  public void revokedAll() {
    shards.forEach(Shard::unassign);
  }

  /// Takes over a shard whose owner is known to be no more, until the group assigns it.
  public void adopt(int shard) {
    shards.get(shard).adopt();
  }

  /// Another instance has opened the shard, in this term.
  public void overtaken(int shard, long term) {
    shards.get(shard).overtaken(term);
  }

  /// How many commands wait for the shard here.
  public int waiting(int shard) {
    return shards.get(shard).waiting();
  }

  /// Whether the shard has more to do than it can in time.
  public boolean isLate(int shard) {
    return shards.get(shard).isLate();
  }

  /// A time in which a shard takes commands here. Commands whose order matters are let in to one
  /// and the same: else a later one could be decided while an earlier one was sent away.
  public long opening(int shard) {
    return shards.get(shard).opening();
  }

  /// Lets a command in to its shard. If there is no room, or the shard takes no commands here or
  /// not in this opening, it is told so at once.
  ///
  /// @param patience how long to wait for room
  public Pending admit(int shard, long opening, CommandRequest request, Duration patience)
      throws InterruptedException {
    var pending = new Pending(request);
    return switch (shards.get(shard).offer(pending, opening, patience)) {
      case ADMITTED -> pending;
      case FULL -> Pending.told(request, NO_ROOM);
      case CLOSED -> Pending.told(request, NOT_HERE);
    };
  }

  /// Has a step of an import done by its shard, if that is open here.
  ///
  /// @param deadline when the importer gives up
  public PendingStep perform(int shard, ImportStep step, Instant deadline) {
    var pending = new PendingStep(step, deadline);
    shards.get(shard).perform(pending);
    return pending;
  }

  public ShardStatus status(int shard) {
    return shards.get(shard).status();
  }

  /// Whether any is owned here still.
  public boolean ownsAny() {
    return statuses().stream()
        .map(ShardStatus::state)
        .anyMatch(state -> state != ShardState.FOLLOWING && state != ShardState.CLOSED);
  }

  /// In the order of their numbers.
  public List<ShardStatus> statuses() {
    return shards.stream().map(Shard::status).toList();
  }

  /// Drains all shards at once.
  @Override
  public void close() {
    shards.forEach(Shard::stopAccepting);
    shards.forEach(Shard::close);
  }
}

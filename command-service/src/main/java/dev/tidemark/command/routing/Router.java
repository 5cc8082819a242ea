package dev.tidemark.command.routing;

import dev.tidemark.command.shard.ShardState;
import dev.tidemark.command.shard.ShardStatus;
import dev.tidemark.command.shard.Shards;
import dev.tidemark.events.value.Slot;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;

/// Finds who decides: the newest owner of a shard that has been heard of. While nobody is known to
/// serve it, or who is known does not, commands are parked: not refused, and not for long.
public final class Router {
  private final Shards shards;
  private final Ownerships ownerships;
  private final Changes changes;
  private final String node;
  private final URI endpoint;
  private final Duration parkMax;
  private final Semaphore parkingPlaces;
  private final InstantSource clock;
  private final RoutingMeters meters;

  /// @param node this instance's, as it stands in its own openings
  /// @param endpoint this instance's, likewise
  /// @param parkMax how long a command may wait for an owner
  /// @param parkedMax how many may at once
  public Router(
      Shards shards,
      Ownerships ownerships,
      Changes changes,
      String node,
      URI endpoint,
      Duration parkMax,
      int parkedMax,
      InstantSource clock,
      RoutingMeters meters) {
    this.shards = shards;
    this.ownerships = ownerships;
    this.changes = changes;
    this.node = node;
    this.endpoint = endpoint;
    this.parkMax = parkMax;
    this.parkingPlaces = new Semaphore(parkedMax);
    this.clock = clock;
    this.meters = meters;
    meters.watch(() -> parkedMax - parkingPlaces.availablePermits());
  }

  /// What an instance is to a command that another one sent it.
  public enum Standing {
    /// It owns the shard in that term, and serves it.
    OWNER,
    /// It does not, or in another term.
    STRANGER,
    /// It owns the shard in that term, but does not serve it yet.
    NOT_YET
  }

  public int shard(Slot slot) {
    return slot.shard(shards.count());
  }

  /// The way of one command, or of several of one shard, to whoever decides them.
  public Way way(int shard, Instant deadline) {
    return new Way(this, shard, deadline);
  }

  /// Waits as long as a command may be parked.
  public Standing standing(int shard, long term, Instant deadline) throws InterruptedException {
    Parking parking = parking(deadline);
    while (true) {
      long seen = changes.count();
      ShardStatus status = shards.status(shard);
      boolean isOwner = status.state() != ShardState.FOLLOWING && status.term() == term;
      if (!isOwner) {
        return Standing.STRANGER;
      }
      if (status.serves()) {
        return Standing.OWNER;
      }
      if (!parking.await(seen, parkMax)) {
        return Standing.NOT_YET;
      }
    }
  }

  /// Who owns the shard, as far as this instance has heard.
  public Optional<Ownership> owner(int shard) {
    return ownerships.of(shard);
  }

  /// Whether somebody is known to serve the shard.
  public boolean hasOwner(int shard) {
    return best(shard).isPresent();
  }

  /// Whether this instance serves the shard.
  public boolean isHere(int shard) {
    return best(shard).filter(Destination.Here.class::isInstance).isPresent();
  }

  /// This process, or an earlier one that is no more.
  private boolean isInThisPlace(Ownership owner) {
    return owner.node().equals(node) || owner.endpoint().equals(endpoint);
  }

  /// The shards of a process that was in the place of this one: where this instance listens, no
  /// other does any more. The group may take much longer to notice.
  public List<Integer> predecessorsShards() {
    return IntStream.range(0, shards.count())
        .filter(shard ->
            ownerships
                .of(shard)
                .filter(owner -> !owner.node().equals(node))
                .filter(owner -> owner.endpoint().equals(endpoint))
                .isPresent())
        .boxed()
        .toList();
  }

  /// Empty if nobody is known to serve the shard.
  Optional<Destination> best(int shard) {
    ShardStatus here = shards.status(shard);
    Optional<Ownership> elsewhere =
        ownerships.of(shard).filter(owner -> owner.term() > here.term() && !isInThisPlace(owner));
    if (elsewhere.isPresent()) {
      return elsewhere.map(Destination.There::new);
    }
    return here.serves() ? Optional.of(new Destination.Here()) : Optional.empty();
  }

  long changesSoFar() {
    return changes.count();
  }

  Parking parking(Instant deadline) {
    return new Parking(changes, clock, parkingPlaces, parkMax, deadline, meters);
  }
}

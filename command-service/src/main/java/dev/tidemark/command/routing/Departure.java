package dev.tidemark.command.routing;

import dev.tidemark.command.shard.Shards;
import dev.tidemark.runtime.membership.Membership;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How an instance leaves: it tells the group, goes on deciding, and is through when others have
/// opened every shard that it owned. Commands that arrive here meanwhile are decided or sent on.
public final class Departure implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Departure.class);

  private final Membership membership;
  private final Shards shards;
  private final Changes changes;
  private final Duration handoverMax;

  /// @param handoverMax how long to wait for others, if there are any
  public Departure(Membership membership, Shards shards, Changes changes, Duration handoverMax) {
    this.membership = membership;
    this.shards = shards;
    this.changes = changes;
    this.handoverMax = handoverMax;
  }

  @Override
  public void close() {
    membership.close();
    if (!membership.isJoinedByOthers()) {
      return;
    }
    try {
      awaitSuccessors();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void awaitSuccessors() throws InterruptedException {
    long end = System.nanoTime() + handoverMax.toNanos();
    long seen = changes.count();
    while (shards.ownsAny()) {
      Duration left = Duration.ofNanos(end - System.nanoTime());
      if (!left.isPositive()) {
        LOG.warn("Nobody has taken over every shard within {}: {}", handoverMax, shards.statuses());
        return;
      }
      changes.awaitAfter(seen, left);
      seen = changes.count();
    }
  }
}

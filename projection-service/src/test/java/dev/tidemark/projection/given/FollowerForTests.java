package dev.tidemark.projection.given;

import dev.tidemark.projection.batch.Positions;
import dev.tidemark.projection.runtime.Follower;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// Remembers what it hears.
public final class FollowerForTests implements Follower {
  private final List<Positions> heard = new CopyOnWriteArrayList<>();
  private final AtomicInteger losses = new AtomicInteger();

  public List<Positions> heard() {
    return heard;
  }

  public int losses() {
    return losses.get();
  }

  @Override
  public void applied(Instant oldest) {}

  @Override
  public void standsAt(Positions positions) {
    heard.add(positions);
  }

  @Override
  public void lost() {
    losses.incrementAndGet();
  }

  @Override
  public Follow following() {
    return new Follow(true, "for tests");
  }

  @Override
  public void close() {}
}

package dev.tidemark.projection.given;

import dev.tidemark.projection.batch.Positions;
import dev.tidemark.projection.runtime.Follower;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Remembers what it hears.
public final class FollowerForTests implements Follower {
  private final List<Positions> heard = new CopyOnWriteArrayList<>();
  private final List<String> losses = new CopyOnWriteArrayList<>();

  public List<Positions> heard() {
    return heard;
  }

  public List<String> losses() {
    return losses;
  }

  @Override
  public void standsAt(Positions positions) {
    heard.add(positions);
  }

  @Override
  public void lost(String reason) {
    losses.add(reason);
  }

  @Override
  public Follow following() {
    return new Follow(true, "for tests");
  }

  @Override
  public void close() {}
}

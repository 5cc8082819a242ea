package dev.tidemark.command.simulation;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// The world's time, which only the scheduler moves.
final class SimulatedClock implements InstantSource {
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");

  @Override
  public Instant instant() {
    return now;
  }

  void advance(Duration duration) {
    now = now.plus(duration);
  }
}

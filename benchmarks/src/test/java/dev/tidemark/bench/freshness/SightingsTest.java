package dev.tidemark.bench.freshness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SightingsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /// Tells one after the other, and the last one from then on.
  private record Told(List<Long> positions, AtomicInteger looks) implements Sightings.Look {
    static Told of(Long... positions) {
      return new Told(List.of(positions), new AtomicInteger());
    }

    @Override
    public Map<Integer, Long> next() {
      return Map.of(1, positions.get(Math.min(looks.getAndIncrement(), positions.size() - 1)));
    }

    @Override
    public void close() {}
  }

  private static final class Broken implements Sightings.Look {
    @Override
    public Map<Integer, Long> next() throws SQLException {
      throw new SQLException("gone");
    }

    @Override
    public void close() {}
  }

  @Test
  void anEventIsSeenByTheFirstLookThatIsBeyondIt() throws Exception {
    try (var sightings = Sightings.start("store", Duration.ofMillis(1), Told.of(3L, 5L, 9L))) {
      sightings.await(1, 8, PATIENCE);
      assertThat(sightings.of(1, 2)).isLessThan(sightings.of(1, 3));
      assertThat(sightings.of(1, 3)).isEqualTo(sightings.of(1, 4)).isLessThan(sightings.of(1, 5));
      assertThat(sightings.of(1, 5)).isEqualTo(sightings.of(1, 8));
      assertThatThrownBy(() -> sightings.of(1, 9))
          .hasMessageContaining("Expected store to hold event 9 of shard 1");
    }
  }

  @Test
  void whoWaitsForAStoreThatIsGoneIsToldSo() throws Exception {
    try (var sightings = Sightings.start("store", Duration.ZERO, new Broken())) {
      assertThatThrownBy(() -> sightings.await(1, 0, PATIENCE))
          .hasMessageContaining("Expected store to reach event 0 of shard 1")
          .hasRootCauseMessage("gone");
    }
  }
}

package dev.tidemark.command.simulation;

import dev.tidemark.command.shard.LogFailedException;
import dev.tidemark.command.shard.Opened;

/// Writers that do not become the only one as they should.
final class MistakenOpenings {
  private MistakenOpenings() {}

  static final class NotFencing extends SimulatedWriter {
    NotFencing(SimulatedLog log, Surroundings around) {
      super(log, around);
    }

    @Override
    int fence(int id) {
      return log.epoch(id);
    }
  }

  static final class OneIdOnly extends SimulatedWriter {
    OneIdOnly(SimulatedLog log, Surroundings around) {
      super(log, around);
    }

    @Override
    int fence(int id) {
      return id == 0 ? super.fence(id) : log.epoch(id);
    }
  }

  static final class MarkersFirst extends SimulatedWriter {
    MarkersFirst(SimulatedLog log, Surroundings around) {
      super(log, around);
    }

    @Override
    public Opened open() throws LogFailedException {
      close();
      take(0);
      Opened opened = mark();
      take(1);
      return opened;
    }
  }

  static final class MarkersWithLast extends SimulatedWriter {
    /// It takes somebody who opens and serves in between, so let there be time.
    private static final int MOMENTS_BETWEEN = 10;

    MarkersWithLast(SimulatedLog log, Surroundings around) {
      super(log, around);
    }

    @Override
    public Opened open() throws LogFailedException {
      close();
      take(0);
      for (int i = 0; i < MOMENTS_BETWEEN; i++) {
        around.moment();
      }
      take(1);
      skipTurn();
      return mark();
    }
  }
}

package dev.tidemark.command.simulation;

import dev.tidemark.command.handling.StateChanges;
import dev.tidemark.command.store.MemoryStateStore;
import dev.tidemark.events.consistency.Position;
import java.time.Duration;
import java.time.Instant;

/// Disks that do not keep what they should.
final class MistakenDisks {
  private MistakenDisks() {}

  static final class KeepingPositionsApart extends Disk {
    KeepingPositionsApart(World world) {
      super(world);
    }

    @Override
    void lose(int kept) {
      if (kept > 0 && kept < written.size()) {
        var positions = new StateChanges(new MemoryStateStore());
        for (StateChanges changes : written.subList(0, kept)) {
          changes
              .offsets()
              .forEach((topic, offset) ->
                  positions.passed(new Position(topic, SimulatedLog.SHARD, offset)));
        }
        written.add(positions);
      } else {
        super.lose(kept);
      }
    }
  }

  static final class ForgettingKeysTooSoon extends Disk {
    ForgettingKeysTooSoon(World world) {
      super(world);
    }

    @Override
    Duration keyWindow() {
      return super.keyWindow().dividedBy(4);
    }
  }

  static final class ForgettingLogTime extends Disk {
    ForgettingLogTime(World world) {
      super(world);
    }

    @Override
    Instant logTime(MemoryStateStore store) {
      return Instant.EPOCH;
    }
  }

  static final class WritingOutOfOrder extends Disk {
    WritingOutOfOrder(World world) {
      super(world);
    }

    @Override
    void lose(int kept) {
      if (kept < written.size()) {
        written.remove(kept);
      }
    }
  }
}

package dev.tidemark.command.simulation;

import dev.tidemark.command.handling.StateChanges;
import dev.tidemark.command.shard.LogFailedException;
import dev.tidemark.command.shard.Opened;
import dev.tidemark.command.simulation.SimulatedLog.Transaction;
import dev.tidemark.command.store.MemoryStateStore;
import dev.tidemark.events.Envelope;
import dev.tidemark.events.EventTopic;
import dev.tidemark.events.consistency.Position;
import dev.tidemark.events.kafka.LogEntry;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Writers that do not write as they should.
final class MistakenWriters {
  private MistakenWriters() {}

  static final class NotConfirming extends SimulatedWriter {
    NotConfirming(SimulatedLog log, Surroundings around) {
      super(log, around);
    }

    @Override
    public void confirm() {
      around.moment();
    }
  }

  static final class ReplyingBeforeCommit extends SimulatedWriter {
    private @Nullable Transaction uncommitted;

    ReplyingBeforeCommit(SimulatedLog log, Surroundings around) {
      super(log, around);
    }

    @Override
    public List<Position> append(List<Envelope> events) throws LogFailedException {
      if (uncommitted != null) {
        Transaction last = uncommitted;
        uncommitted = null;
        commit(last);
      }
      var positions = new ArrayList<Position>();
      uncommitted = written(events, positions);
      return positions;
    }
  }

  static final class TrustingAFailedCommit extends SimulatedWriter {
    TrustingAFailedCommit(SimulatedLog log, Surroundings around) {
      super(log, around);
    }

    @Override
    public List<Position> append(List<Envelope> events) throws LogFailedException {
      var positions = new ArrayList<Position>();
      Transaction transaction = written(events, positions);
      try {
        commit(transaction);
      } catch (LogFailedException _) {
        return positions;
      }
      return positions;
    }
  }

  static final class KeepingStagedState extends SimulatedWriter {
    private final Disk disk;

    KeepingStagedState(SimulatedLog log, Surroundings around, Disk disk) {
      super(log, around);
      this.disk = disk;
    }

    @Override
    public List<Position> append(List<Envelope> events) throws LogFailedException {
      try {
        return super.append(events);
      } catch (LogFailedException e) {
        MemoryStateStore store = disk.live();
        if (store != null) {
          var staged = new StateChanges(store);
          for (Envelope event : events) {
            EventTopic topic = event.event().topic();
            long offset = store.offset(topic).orElse(0);
            staged.apply(event, new Position(topic, SimulatedLog.SHARD, offset));
          }
          disk.write(store, staged);
        }
        throw e;
      }
    }
  }

  static final class AbortingAfterTimeout extends SimulatedWriter {
    private @Nullable Opened opened;
    private boolean aborted;

    AbortingAfterTimeout(SimulatedLog log, Surroundings around) {
      super(log, around);
    }

    @Override
    public Opened open() throws LogFailedException {
      if (aborted && opened != null) {
        return opened;
      }
      opened = super.open();
      return opened;
    }

    @Override
    public void replay(Opened to, Map<EventTopic, Long> after, Consumer<List<LogEntry>> sink)
        throws LogFailedException {
      if (!aborted || after.isEmpty()) {
        super.replay(to, after, sink);
      }
      aborted = false;
    }

    @Override
    public List<Position> append(List<Envelope> events) throws LogFailedException {
      try {
        return super.append(events);
      } catch (LogFailedException e) {
        aborted = isLatest();
        throw e;
      }
    }
  }

  static final class CountingOffsets extends SimulatedWriter {
    private final Map<EventTopic, Long> last = new EnumMap<>(EventTopic.class);

    CountingOffsets(SimulatedLog log, Surroundings around) {
      super(log, around);
    }

    @Override
    public Opened open() throws LogFailedException {
      Opened opened = super.open();
      last.putAll(opened.markers());
      return opened;
    }

    @Override
    public List<Position> append(List<Envelope> events) throws LogFailedException {
      super.append(events);
      return events.stream()
          .map(event -> event.event().topic())
          .map(topic -> new Position(topic, SimulatedLog.SHARD, last.merge(topic, 1L, Long::sum)))
          .toList();
    }
  }
}

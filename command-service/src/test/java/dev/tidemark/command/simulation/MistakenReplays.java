package dev.tidemark.command.simulation;

import dev.tidemark.command.shard.LogFailedException;
import dev.tidemark.command.shard.Opened;
import dev.tidemark.events.Envelope;
import dev.tidemark.events.EventTopic;
import dev.tidemark.events.kafka.LogEntry;
import dev.tidemark.events.value.CommandId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;

/// Writers that write well, but do not read as they should what was written before.
final class MistakenReplays {
  private MistakenReplays() {}

  static final class ToLastStable extends SimulatedWriter {
    ToLastStable(SimulatedLog log, Surroundings around) {
      super(log, around);
    }

    @Override
    boolean isRead(Map<EventTopic, Long> next, Opened opened) {
      return next.entrySet().stream()
          .allMatch(topic -> entries(topic.getKey(), topic.getValue(), Long.MAX_VALUE).isEmpty());
    }
  }

  static final class FirstBatch extends SimulatedWriter {
    FirstBatch(SimulatedLog log, Surroundings around) {
      super(log, around);
    }

    @Override
    boolean isRead(Map<EventTopic, Long> next, Opened opened) {
      return true;
    }
  }

  static final class Uncommitted extends SimulatedWriter {
    Uncommitted(SimulatedLog log, Surroundings around) {
      super(log, around);
    }

    @Override
    List<LogEntry> entries(EventTopic topic, long from, long to) {
      return log.read(topic, from, to, false);
    }
  }

  static final class FollowingUncommitted extends SimulatedWriter {
    FollowingUncommitted(SimulatedLog log, Surroundings around) {
      super(log, around);
    }

    @Override
    List<LogEntry> followed(EventTopic topic, long from) {
      return log.read(topic, from, Long.MAX_VALUE, false);
    }
  }

  static final class TrustingTheStandby extends SimulatedWriter {
    private boolean followed;

    TrustingTheStandby(SimulatedLog log, Surroundings around) {
      super(log, around);
    }

    @Override
    public OptionalLong follow(
        Map<EventTopic, Long> after, Duration patience, Consumer<List<LogEntry>> sink)
        throws LogFailedException {
      followed = true;
      return super.follow(after, patience, sink);
    }

    @Override
    public void replay(Opened opened, Map<EventTopic, Long> after, Consumer<List<LogEntry>> sink)
        throws LogFailedException {
      if (!followed) {
        super.replay(opened, after, sink);
      }
      followed = false;
    }
  }

  static final class OnlyOnce extends SimulatedWriter {
    private boolean replayed;

    OnlyOnce(SimulatedLog log, Surroundings around) {
      super(log, around);
    }

    @Override
    public void replay(Opened opened, Map<EventTopic, Long> after, Consumer<List<LogEntry>> sink)
        throws LogFailedException {
      if (!replayed) {
        super.replay(opened, after, sink);
        replayed = true;
      }
    }
  }

  static final class ForgettingKeys extends SimulatedWriter {
    ForgettingKeys(SimulatedLog log, Surroundings around) {
      super(log, around);
    }

    @Override
    List<LogEntry> entries(EventTopic topic, long from, long to) {
      return super.entries(topic, from, to).stream().map(ForgettingKeys::withoutKey).toList();
    }

    private static LogEntry withoutKey(LogEntry entry) {
      return switch (entry) {
        case LogEntry.Recorded(var position, var read) ->
            new LogEntry.Recorded(
                position,
                new Envelope(
                    read.event(),
                    read.sequence(),
                    new CommandId("at-" + position.offset()),
                    read.commandHash(),
                    read.term(),
                    read.correlationId(),
                    read.causationId(),
                    read.traceparent(),
                    read.occurredAt(),
                    read.recordedAt()));
        case LogEntry.Marker _, LogEntry.Imported _, LogEntry.Unreadable _ -> entry;
      };
    }
  }
}

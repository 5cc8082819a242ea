package dev.tidemark.command.shard;

import dev.tidemark.command.aggregates.BrokenHistoryException;
import dev.tidemark.command.handling.StateChanges;
import dev.tidemark.command.store.StateStore;
import dev.tidemark.command.store.StoreDamagedException;
import dev.tidemark.events.EventTopic;
import dev.tidemark.events.consistency.Position;
import dev.tidemark.events.kafka.LogEntry;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// Applies to a store what its shard's log holds beyond it.
final class Replay {
  private final StateStore store;
  private final Map<EventTopic, Long> applied = new EnumMap<>(EventTopic.class);
  private long events;

  private Replay(StateStore store) {
    this.store = store;
    for (EventTopic topic : EventTopic.values()) {
      store.offset(topic).ifPresent(offset -> applied.put(topic, offset));
    }
  }

  /// Up to the markers of the shard's owner.
  ///
  /// @return the number of events applied
  static long into(StateStore store, TransactionalLog log, Opened opened, Progress progress)
      throws LogFailedException {
    var replay = new Replay(store);
    replay.applied.forEach((topic, offset) -> mustPrecede(topic, offset, opened));
    progress.begin();
    log.replay(
        opened,
        Map.copyOf(replay.applied),
        entries -> {
          replay.apply(entries);
          progress.advance(entries.size(), replay.left(opened));
        });
    progress.end();
    return replay.events;
  }

  /// What has been committed since, whoever owns the shard.
  ///
  /// @return how many records are still ahead, if the log knows
  static OptionalLong further(
      StateStore store, TransactionalLog log, Duration patience, Progress progress)
      throws LogFailedException {
    var replay = new Replay(store);
    var read = new long[1];
    OptionalLong left =
        log.follow(
            Map.copyOf(replay.applied),
            patience,
            entries -> {
              replay.apply(entries);
              read[0] += entries.size();
            });
    left.ifPresent(ahead -> progress.advance(read[0], ahead));
    return left;
  }

  /// What the log does not hold (any more) did not happen: a store that knows more is no use.
  private static void mustPrecede(EventTopic topic, long offset, Opened opened) {
    long marker = opened.markers().getOrDefault(topic, -1L);
    if (offset >= marker) {
      throw new StoreDamagedException(
          "Expected a store before the marker %d of %s, but it is at %d"
              .formatted(marker, topic.topicName(), offset));
    }
  }

  private long left(Opened opened) {
    return opened.markers().entrySet().stream()
        .mapToLong(marker -> marker.getValue() - applied.getOrDefault(marker.getKey(), -1L))
        .filter(left -> left > 0)
        .sum();
  }

  private void apply(List<LogEntry> entries) {
    var changes = new StateChanges(store);
    for (LogEntry entry : entries) {
      switch (entry) {
        case LogEntry.Recorded(var position, var envelope) -> {
          if (advances(position)) {
            changes.apply(envelope, position);
            events++;
          }
        }
        case LogEntry.Marker(var position, _) -> {
          if (advances(position)) {
            changes.passed(position);
          }
        }
        case LogEntry.Imported(var position, var state) -> {
          if (advances(position)) {
            changes.imported(state, position);
          }
        }
        case LogEntry.Unreadable(var position, var subject, var cause) ->
            // Whoever decides must know all of the past: skipping would be guessing.
            throw new BrokenHistoryException(
                "Expected to read the event of %s at %s, but: %s"
                    .formatted(subject, position, cause));
      }
    }
    store.apply(changes);
  }

  /// False for what the store holds already.
  private boolean advances(Position position) {
    Long last = applied.get(position.topic());
    if (last != null && position.offset() <= last) {
      return false;
    }
    applied.put(position.topic(), position.offset());
    return true;
  }
}

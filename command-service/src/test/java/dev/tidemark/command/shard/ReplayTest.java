package dev.tidemark.command.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.command.aggregates.BrokenHistoryException;
import dev.tidemark.command.handling.StateChanges;
import dev.tidemark.command.store.MemoryStateStore;
import dev.tidemark.command.store.StoreDamagedException;
import dev.tidemark.events.Envelope;
import dev.tidemark.events.EventTopic;
import dev.tidemark.events.UserEvent.UserRegistered;
import dev.tidemark.events.archive.ShardImport;
import dev.tidemark.events.consistency.Position;
import dev.tidemark.events.kafka.ArchivedRecords.Line;
import dev.tidemark.events.kafka.LogEntry;
import dev.tidemark.events.value.CommandId;
import dev.tidemark.events.value.Username;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ReplayTest {
  private static final Opened OPENED =
      new Opened(
          7, Map.of(EventTopic.USERS, 10L, EventTopic.SESSIONS, 10L, EventTopic.ORDERS, 10L));

  private final MemoryStateStore store = new MemoryStateStore();
  private final Progress progress = new Progress(0, new TestClock());

  /// A log that holds just these.
  private record Entries(LogEntry... entries) implements TransactionalLog {
    @Override
    public Opened open() {
      return OPENED;
    }

    @Override
    public void replay(Opened opened, Map<EventTopic, Long> after, Consumer<List<LogEntry>> sink) {
      sink.accept(List.of(entries));
    }

    @Override
    public OptionalLong follow(
        Map<EventTopic, Long> after, Duration patience, Consumer<List<LogEntry>> sink) {
      sink.accept(List.of(entries));
      return OptionalLong.of(0);
    }

    @Override
    public List<Position> append(List<Envelope> events) {
      throw new UnsupportedOperationException("Nothing is appended while replaying");
    }

    @Override
    public List<Position> copy(List<Line.Event> events, ShardImport state) {
      throw new UnsupportedOperationException("Nothing is appended while replaying");
    }

    @Override
    public void confirm() {}

    @Override
    public void close() {}
  }

  private static Position at(long offset) {
    return new Position(EventTopic.USERS, 0, offset);
  }

  private static LogEntry registered(String username, long offset) {
    var event = new UserRegistered(new Username(username), null, null, null);
    var id = new CommandId("k");
    return new LogEntry.Recorded(
        at(offset),
        new Envelope(event, 1, id, "hash", 1, null, null, null, Instant.EPOCH, Instant.EPOCH));
  }

  private void storeIsAt(long offset) {
    var changes = new StateChanges(store);
    changes.passed(at(offset));
    store.apply(changes);
  }

  @Test
  void whatTheStoreHoldsAlreadyIsSkipped() throws LogFailedException {
    storeIsAt(4);

    long events =
        Replay.into(
            store, new Entries(registered("old", 4), registered("new", 6)), OPENED, progress);

    assertThat(events).isEqualTo(1);
    assertThat(store.user(new Username("old"))).isNull();
    assertThat(store.user(new Username("new"))).isNotNull();
    assertThat(store.offset(EventTopic.USERS)).hasValue(6);
  }

  @Test
  void markersCountAsRead() throws LogFailedException {
    Replay.into(store, new Entries(new LogEntry.Marker(at(10), 7)), OPENED, progress);

    assertThat(store.offset(EventTopic.USERS)).hasValue(10);
  }

  @Test
  void aStoreThatKnowsMoreThanTheLogIsOfNoUse() {
    storeIsAt(10);

    assertThatThrownBy(() -> Replay.into(store, new Entries(), OPENED, progress))
        .isInstanceOf(StoreDamagedException.class)
        .hasMessage("Expected a store before the marker 10 of users.events, but it is at 10");
  }

  @Test
  void nothingIsDecidedOnAHistoryThatCannotBeRead() {
    var unreadable = new LogEntry.Unreadable(at(2), "alice", "Expected a known event type");

    assertThatThrownBy(() -> Replay.into(store, new Entries(unreadable), OPENED, progress))
        .isInstanceOf(BrokenHistoryException.class)
        .hasMessageContaining("alice")
        .hasMessageContaining("Expected a known event type");
  }
}

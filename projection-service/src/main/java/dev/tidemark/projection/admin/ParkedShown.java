package dev.tidemark.projection.admin;

import dev.tidemark.projection.batch.RawRecord;
import dev.tidemark.projection.store.ParkedEvent;
import dev.tidemark.projection.store.ParkedQueue;
import dev.tidemark.projection.store.QueueName;
import dev.tidemark.projection.store.Retried;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Parked events as operators see them.
final class ParkedShown {
  private ParkedShown() {}

  /// @param events how many are parked
  /// @param firstOffset of the one that the others wait for; cause, type and time are that one's
  record Queue(
      String topic,
      int shard,
      String aggregateId,
      long events,
      long firstOffset,
      String type,
      String cause,
      Instant parkedAt) {
    static Queue of(ParkedQueue queue) {
      QueueName name = queue.name();
      return new Queue(
          name.aggregate().topic().topicName(),
          name.shard(),
          name.aggregate().id(),
          queue.events(),
          queue.firstOffset(),
          queue.type(),
          queue.cause(),
          queue.parkedAt());
    }
  }

  /// @param next for the parameter `after`
  record Queues(List<Queue> items, @Nullable String next) {}

  record Header(String name, @Nullable String value) {}

  /// @param key of the record, as text
  /// @param value of the record, as text: JSON, if it is what it should be
  record Event(
      long offset,
      String cause,
      Instant parkedAt,
      @Nullable String key,
      List<Header> headers,
      @Nullable String value) {
    static Event of(ParkedEvent event) {
      RawRecord raw = event.raw();
      return new Event(
          event.offset(),
          event.cause(),
          event.parkedAt(),
          text(raw.key()),
          raw.headers().stream()
              .map(header -> new Header(header.name(), text(header.value())))
              .toList(),
          text(raw.value()));
    }

    private static @Nullable String text(byte @Nullable [] bytes) {
      return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }
  }

  /// @param items the first of them, in their order
  record Events(String topic, int shard, String aggregateId, long events, List<Event> items) {}

  record EventsOf(List<Events> queues) {}

  /// @param cause why the first of those left is parked; absent if none is left
  record Outcome(
      String topic,
      int shard,
      String aggregateId,
      int discarded,
      int applied,
      long left,
      @Nullable String cause) {
    static Outcome of(Retried retried) {
      QueueName name = retried.name();
      return new Outcome(
          name.aggregate().topic().topicName(),
          name.shard(),
          name.aggregate().id(),
          retried.discarded(),
          retried.applied(),
          retried.left(),
          retried.left() == 0 ? null : retried.cause());
    }
  }

  record Outcomes(boolean dryRun, List<Outcome> items, @Nullable String next) {}
}

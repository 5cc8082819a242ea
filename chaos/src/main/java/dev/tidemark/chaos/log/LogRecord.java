package dev.tidemark.chaos.log;

import dev.tidemark.chaos.history.Resource;
import java.time.Instant;

/// A committed record of an event topic.
public sealed interface LogRecord {
  /// What the topic's events are about.
  Resource resource();

  int partition();

  long offset();

  /// Of the owner that wrote it.
  long term();

  /// A new owner opened the shard.
  record Marker(Resource resource, int partition, long offset, long term) implements LogRecord {}

  /// An event.
  ///
  /// @param customer the record's key
  /// @param type with its version, such as `order.paid.v1`
  /// @param id of the user, session or order
  /// @param sequence the version that the event brings it to
  /// @param key the idempotency key of the command that made it
  /// @param occurredAt business time
  /// @param data the record's value
  record Fact(
      Resource resource,
      int partition,
      long offset,
      String customer,
      String type,
      String id,
      long sequence,
      String key,
      long term,
      Instant occurredAt,
      String data)
      implements LogRecord {
    /// Where it stands, for people.
    public String place() {
      return resource.topic().topicName() + "/" + partition + "@" + offset;
    }

    /// What it is, for people.
    public String told() {
      return "%s %s of %s, sequence %d, key %s, term %d, %s"
          .formatted(place(), type, id, sequence, key, term, data);
    }
  }
}

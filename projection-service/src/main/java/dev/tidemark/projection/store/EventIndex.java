package dev.tidemark.projection.store;

import dev.tidemark.events.EventTopic;
import dev.tidemark.projection.batch.Aggregate;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The timeline as an index into the log: where events stand. What they say is read in the log.
final class EventIndex {
  private static final String OFFSETS =
      """
      SELECT "offset" FROM events
      WHERE aggregate_id = ? AND topic = ? AND shard = ? ORDER BY "offset"
      """;

  private static final String NEXT =
      """
      SELECT "offset", aggregate_id FROM events
      WHERE topic = ? AND shard = ? AND "offset" >= ? ORDER BY "offset" LIMIT 1
      """;

  List<Long> offsets(Connection connection, int shard, Aggregate aggregate) throws SQLException {
    var offsets = new ArrayList<Long>();
    try (var select = connection.prepareStatement(OFFSETS)) {
      select.setString(1, aggregate.id());
      select.setString(2, aggregate.topic().topicName());
      select.setInt(3, shard);
      try (var result = select.executeQuery()) {
        while (result.next()) {
          offsets.add(result.getLong(1));
        }
      }
    }
    return offsets;
  }

  Optional<EventAt> next(Connection connection, int shard, EventTopic topic, long from)
      throws SQLException {
    try (var select = connection.prepareStatement(NEXT)) {
      select.setString(1, topic.topicName());
      select.setInt(2, shard);
      select.setLong(3, from);
      try (var result = select.executeQuery()) {
        return result.next()
            ? Optional.of(new EventAt(new Aggregate(topic, result.getString(2)), result.getLong(1)))
            : Optional.empty();
      }
    }
  }
}

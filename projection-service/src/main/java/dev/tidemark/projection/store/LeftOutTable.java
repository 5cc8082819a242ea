package dev.tidemark.projection.store;

import dev.tidemark.events.EventTopic;
import dev.tidemark.projection.batch.LogFold.LeftOut;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Set;

/// The events of a shard that are in no view, though the shard has passed them.
final class LeftOutTable {
  private static final int EVENTS_MAX = 500_000;

  private static final String SELECT =
      """
      SELECT topic, "offset" FROM parked WHERE shard = ?
      UNION ALL
      SELECT topic, "offset" FROM discarded WHERE shard = ? LIMIT ?
      """;

  LeftOut of(Connection connection, int shard) throws SQLException {
    var offsets = new EnumMap<EventTopic, Set<Long>>(EventTopic.class);
    int count = 0;
    try (var select = connection.prepareStatement(SELECT)) {
      select.setInt(1, shard);
      select.setInt(2, shard);
      select.setInt(3, EVENTS_MAX);
      try (var result = select.executeQuery()) {
        for (; result.next(); count++) {
          offsets
              .computeIfAbsent(EventTopic.named(result.getString(1)), _ -> new HashSet<>())
              .add(result.getLong(2));
        }
      }
    }
    if (count == EVENTS_MAX) {
      throw new IllegalStateException(
          "Expected less than %d parked and discarded events in shard %d, but there are more"
              .formatted(EVENTS_MAX, shard));
    }
    return new LeftOut(offsets);
  }
}

package dev.tidemark.projection.store;

import dev.tidemark.events.EventTopic;
import dev.tidemark.projection.batch.Aggregate;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Marks of rows that the cache has to read although it has passed their last events.
final class RewrittenTable {
  private static final String INSERT =
      """
      INSERT INTO rewritten (cache, shard, topic, aggregate_id) SELECT cache, ?, ?, ?
      FROM unnest(?::int[]) AS cache
      """;

  private static final String SELECT =
      "SELECT mark, topic, aggregate_id FROM rewritten WHERE cache = ? AND shard = ? AND mark > ?"
          + " ORDER BY mark LIMIT ?";

  /// Those that another writer deletes at the same time are left to it.
  private static final String DELETE_OLD =
      """
      DELETE FROM rewritten WHERE mark IN (
        SELECT mark FROM rewritten WHERE shard = ? AND made_at < now() - ? * interval '1 ms'
        ORDER BY mark LIMIT ? FOR UPDATE SKIP LOCKED)
      """;

  record Mark(long number, Aggregate aggregate) {}

  /// @param caches for each of which a mark is left
  void insert(Connection connection, List<Integer> caches, int shard, Aggregate aggregate)
      throws SQLException {
    try (var insert = connection.prepareStatement(INSERT)) {
      insert.setInt(1, shard);
      insert.setString(2, aggregate.topic().topicName());
      insert.setString(3, aggregate.id());
      insert.setObject(4, caches.stream().mapToInt(Integer::intValue).toArray());
      insert.executeUpdate();
    }
  }

  /// @param after the number of the last mark that is known; 0 for none
  List<Mark> next(Connection connection, int cache, int shard, long after, int marksMax)
      throws SQLException {
    var marks = new ArrayList<Mark>();
    try (var select = connection.prepareStatement(SELECT)) {
      select.setInt(1, cache);
      select.setInt(2, shard);
      select.setLong(3, after);
      select.setInt(4, marksMax);
      try (var result = select.executeQuery()) {
        while (result.next()) {
          var aggregate = new Aggregate(EventTopic.named(result.getString(2)), result.getString(3));
          marks.add(new Mark(result.getLong(1), aggregate));
        }
      }
    }
    return marks;
  }

  /// Those of all caches: a cache that nobody writes does not keep its values for longer.
  void deleteOld(Connection connection, int shard, Duration age, int marksMax) throws SQLException {
    try (var delete = connection.prepareStatement(DELETE_OLD)) {
      delete.setInt(1, shard);
      delete.setLong(2, age.toMillis());
      delete.setInt(3, marksMax);
      delete.executeUpdate();
    }
  }
}

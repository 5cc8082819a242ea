package dev.tidemark.projection.store;

import dev.tidemark.events.EventTopic;
import dev.tidemark.projection.batch.Aggregate;
import java.sql.Connection;
import java.sql.SQLException;
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
      "SELECT mark, topic, aggregate_id FROM rewritten WHERE cache = ? AND shard = ? ORDER BY mark"
          + " LIMIT ?";

  private static final String DELETE = "DELETE FROM rewritten WHERE mark = ANY (?)";

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

  List<Mark> first(Connection connection, int cache, int shard, int marksMax) throws SQLException {
    var marks = new ArrayList<Mark>();
    try (var select = connection.prepareStatement(SELECT)) {
      select.setInt(1, cache);
      select.setInt(2, shard);
      select.setInt(3, marksMax);
      try (var result = select.executeQuery()) {
        while (result.next()) {
          var aggregate = new Aggregate(EventTopic.named(result.getString(2)), result.getString(3));
          marks.add(new Mark(result.getLong(1), aggregate));
        }
      }
    }
    return marks;
  }

  void delete(Connection connection, List<Long> numbers) throws SQLException {
    try (var delete = connection.prepareStatement(DELETE)) {
      delete.setObject(1, numbers.stream().mapToLong(Long::longValue).toArray());
      delete.executeUpdate();
    }
  }
}

package dev.tidemark.projection.store;

import dev.tidemark.events.EventTopic;
import dev.tidemark.projection.batch.Positions;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;

/// Where each shard stands.
final class PositionsTable {
  private static final EventTopic[] TOPICS = EventTopic.values();

  private static final String START =
      """
      INSERT INTO positions (topic, shard, position)
      SELECT topic, ?, 0 FROM unnest(?::text[]) AS topic
      ON CONFLICT (topic, shard) DO NOTHING
      """;

  private static final String SELECT = "SELECT topic, position FROM positions WHERE shard = ?";

  private static final String HOLD =
      "SELECT position FROM positions WHERE shard = ? AND topic = ? FOR UPDATE";

  private static final String MOVE =
      """
      UPDATE positions SET position = n.next
      FROM unnest(?::text[], ?::bigint[], ?::bigint[]) AS n (topic, expected, next)
      WHERE positions.topic = n.topic AND positions.shard = ? AND positions.position = n.expected
      """;

  /// @return the positions of the shard; zeros if nobody ever wrote it, and then they stand there
  Positions load(Connection connection, int shard) throws SQLException {
    Positions positions = Positions.START;
    int found = 0;
    try (var select = connection.prepareStatement(SELECT)) {
      select.setInt(1, shard);
      try (var result = select.executeQuery()) {
        for (; result.next(); found++) {
          positions = positions.with(EventTopic.named(result.getString(1)), result.getLong(2));
        }
      }
    }
    if (found < TOPICS.length) {
      start(connection, shard);
    }
    return positions;
  }

  /// Waits for whoever writes the shard, and keeps every writer out until the transaction ends.
  ///
  /// All move all positions of the shard, so holding one of them is enough; and who holds one and
  /// asks for no other cannot be part of a deadlock.
  ///
  /// @return where the shard stands, and stays meanwhile
  Positions hold(Connection connection, int shard) throws SQLException {
    try (var select = connection.prepareStatement(HOLD)) {
      select.setInt(1, shard);
      select.setString(2, TOPICS[0].topicName());
      select.executeQuery().close();
    }
    return load(connection, shard);
  }

  private static void start(Connection connection, int shard) throws SQLException {
    try (var insert = connection.prepareStatement(START)) {
      insert.setInt(1, shard);
      insert.setArray(2, topics(connection));
      insert.executeUpdate();
    }
  }

  /// Moves all positions of the shard, if all stand where they are expected. Until the transaction
  /// ends no other writer of the shard gets past this point.
  ///
  /// @return whether they were moved; if not, the transaction must be rolled back
  boolean move(Connection connection, int shard, Positions expected, Positions next)
      throws SQLException {
    try (var update = connection.prepareStatement(MOVE)) {
      update.setArray(1, topics(connection));
      update.setObject(2, numbers(expected));
      update.setObject(3, numbers(next));
      update.setInt(4, shard);
      return update.executeUpdate() == TOPICS.length;
    }
  }

  private static Array topics(Connection connection) throws SQLException {
    return connection.createArrayOf(
        "text", Arrays.stream(TOPICS).map(EventTopic::topicName).toArray(String[]::new));
  }

  private static long[] numbers(Positions positions) {
    return Arrays.stream(TOPICS).mapToLong(positions::of).toArray();
  }
}

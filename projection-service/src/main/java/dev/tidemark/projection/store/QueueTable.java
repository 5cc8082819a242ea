package dev.tidemark.projection.store;

import dev.tidemark.events.EventTopic;
import dev.tidemark.projection.batch.Aggregate;
import dev.tidemark.projection.batch.RawRecord;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The table of parked events, as the queues that it holds.
final class QueueTable {
  private static final String LIST =
      """
      SELECT q.topic, q.shard, q.aggregate_id, q.events, q.first,
             p.cause, p.parked_at, p.header_names, p.header_values
      FROM (SELECT topic, shard, aggregate_id, count(*) AS events, min("offset") AS first
            FROM parked WHERE (topic, shard, aggregate_id) > (?, ?, ?)
            GROUP BY topic, shard, aggregate_id
            ORDER BY topic, shard, aggregate_id LIMIT ?) AS q
      JOIN parked p ON p.topic = q.topic AND p.shard = q.shard AND p."offset" = q.first
      ORDER BY q.topic, q.shard, q.aggregate_id
      """;

  private static final String NAMES =
      "SELECT DISTINCT topic, shard FROM parked WHERE aggregate_id = ? ORDER BY topic, shard";

  private static final String OF_QUEUE =
      " FROM parked WHERE topic = ? AND shard = ? AND aggregate_id = ?";

  private static final String EVENTS =
      """
      SELECT "offset", cause, parked_at, record_key, record_value, header_names, header_values
      """
          + OF_QUEUE
          + " ORDER BY \"offset\" LIMIT ?";

  private static final String COUNT = "SELECT count(*)" + OF_QUEUE;

  private static final String DELETE = "DELETE" + OF_QUEUE + " AND \"offset\" <= ?";

  private static final String RECAUSE =
      "UPDATE parked SET cause = ? WHERE topic = ? AND shard = ? AND \"offset\" = ?";

  private static final String DISCARD =
      """
      INSERT INTO discarded (topic, shard, "offset", aggregate_id, cause, record_key, record_value,
                             header_names, header_values, parked_at, discarded_at, discarded_by,
                             reason)
      SELECT topic, shard, "offset", aggregate_id, cause, record_key, record_value, header_names,
             header_values, parked_at, ?, ?, ?
      """
          + OF_QUEUE
          + " AND \"offset\" = ?";

  List<ParkedQueue> list(Connection connection, Optional<QueueName> after, int queuesMax)
      throws SQLException {
    var queues = new ArrayList<ParkedQueue>();
    try (var select = connection.prepareStatement(LIST)) {
      select.setString(1, after.map(name -> name.aggregate().topic().topicName()).orElse(""));
      select.setInt(2, after.map(QueueName::shard).orElse(-1));
      select.setString(3, after.map(name -> name.aggregate().id()).orElse(""));
      select.setInt(4, queuesMax);
      try (var result = select.executeQuery()) {
        while (result.next()) {
          var raw = new RawRecord(null, null, headers(result));
          queues.add(
              new ParkedQueue(
                  name(result, result.getString("aggregate_id")),
                  result.getLong("events"),
                  result.getLong("first"),
                  raw.header("ce_type"),
                  result.getString("cause"),
                  result.getTimestamp("parked_at").toInstant()));
        }
      }
    }
    return queues;
  }

  List<QueueName> named(Connection connection, String aggregateId) throws SQLException {
    var names = new ArrayList<QueueName>();
    try (var select = connection.prepareStatement(NAMES)) {
      select.setString(1, aggregateId);
      try (var result = select.executeQuery()) {
        while (result.next()) {
          names.add(name(result, aggregateId));
        }
      }
    }
    return names;
  }

  List<ParkedEvent> first(Connection connection, QueueName name, int eventsMax)
      throws SQLException {
    var events = new ArrayList<ParkedEvent>();
    try (var select = connection.prepareStatement(EVENTS)) {
      select.setInt(bind(select, 1, name), eventsMax);
      try (var result = select.executeQuery()) {
        while (result.next()) {
          events.add(
              new ParkedEvent(
                  result.getLong("offset"),
                  new RawRecord(
                      result.getBytes("record_key"),
                      result.getBytes("record_value"),
                      headers(result)),
                  result.getString("cause"),
                  result.getTimestamp("parked_at").toInstant()));
        }
      }
    }
    return events;
  }

  long count(Connection connection, QueueName name) throws SQLException {
    try (var select = connection.prepareStatement(COUNT)) {
      bind(select, 1, name);
      try (var result = select.executeQuery()) {
        return result.next() ? result.getLong(1) : 0;
      }
    }
  }

  void deleteUpTo(Connection connection, QueueName name, long lastOffset) throws SQLException {
    try (var delete = connection.prepareStatement(DELETE)) {
      delete.setLong(bind(delete, 1, name), lastOffset);
      delete.executeUpdate();
    }
  }

  void recause(Connection connection, QueueName name, long offset, String cause)
      throws SQLException {
    try (var update = connection.prepareStatement(RECAUSE)) {
      update.setString(1, ParkedTable.storable(cause));
      update.setString(2, name.aggregate().topic().topicName());
      update.setInt(3, name.shard());
      update.setLong(4, offset);
      update.executeUpdate();
    }
  }

  /// Keeps the record among those discarded. It stays parked until it is deleted.
  void keepDiscarded(
      Connection connection, QueueName name, long offset, Discarding why, Instant now)
      throws SQLException {
    try (var insert = connection.prepareStatement(DISCARD)) {
      insert.setTimestamp(1, Timestamp.from(now));
      insert.setString(2, why.by());
      insert.setString(3, why.reason());
      insert.setLong(bind(insert, 4, name), offset);
      insert.executeUpdate();
    }
  }

  /// @return the number of the next parameter
  private static int bind(PreparedStatement statement, int from, QueueName name)
      throws SQLException {
    statement.setString(from, name.aggregate().topic().topicName());
    statement.setInt(from + 1, name.shard());
    statement.setString(from + 2, name.aggregate().id());
    return from + 3;
  }

  private static QueueName name(ResultSet result, String aggregateId) throws SQLException {
    var aggregate = new Aggregate(EventTopic.named(result.getString("topic")), aggregateId);
    return new QueueName(aggregate, result.getInt("shard"));
  }

  private static List<RawRecord.Header> headers(ResultSet result) throws SQLException {
    var names = (@Nullable Object[]) result.getArray("header_names").getArray();
    var values = (@Nullable Object[]) result.getArray("header_values").getArray();
    var headers = new ArrayList<RawRecord.Header>();
    for (int i = 0; i < names.length; i++) {
      if (names[i] instanceof byte[] name) {
        headers.add(
            new RawRecord.Header(new String(name, StandardCharsets.UTF_8), (byte[]) values[i]));
      }
    }
    return headers;
  }
}

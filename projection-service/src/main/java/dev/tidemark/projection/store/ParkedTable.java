package dev.tidemark.projection.store;

import dev.tidemark.events.EventTopic;
import dev.tidemark.projection.batch.Aggregate;
import dev.tidemark.projection.batch.LogRecord;
import dev.tidemark.projection.batch.Parked;
import dev.tidemark.projection.batch.RawRecord;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Records that wait to be tried again, as they stand in the log.
final class ParkedTable {
  private static final int CAUSE_CHARS_MAX = 1_000;

  private static final String SELECT =
      """
      SELECT DISTINCT topic, aggregate_id FROM parked
      WHERE shard = ? AND (topic, aggregate_id) IN
        (SELECT * FROM unnest(?::text[], ?::text[]))
      """;

  private static final String INSERT =
      """
      INSERT INTO parked (topic, shard, "offset", aggregate_id, cause, record_key, record_value,
                          header_names, header_values, parked_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (topic, shard, "offset") DO NOTHING
      """;

  private static final String COUNT =
      "SELECT count(*) FROM (SELECT FROM parked WHERE shard = ? LIMIT ?) AS parked_here";

  /// Those of `aggregates` that are parked.
  Set<Aggregate> among(Connection connection, int shard, Collection<Aggregate> aggregates)
      throws SQLException {
    var parked = new HashSet<Aggregate>();
    try (var select = connection.prepareStatement(SELECT)) {
      select.setInt(1, shard);
      select.setArray(
          2,
          connection.createArrayOf(
              "text", aggregates.stream().map(each -> each.topic().topicName()).toArray()));
      select.setArray(
          3, connection.createArrayOf("text", aggregates.stream().map(Aggregate::id).toArray()));
      try (var result = select.executeQuery()) {
        while (result.next()) {
          parked.add(new Aggregate(EventTopic.named(result.getString(1)), result.getString(2)));
        }
      }
    }
    return parked;
  }

  /// A JDBC batch, since a column of arrays of different lengths cannot be unnested.
  void insert(Connection connection, int shard, List<Parked> parked, Instant now)
      throws SQLException {
    try (var insert = connection.prepareStatement(INSERT)) {
      for (Parked each : parked) {
        LogRecord logged = each.of();
        RawRecord raw = logged.raw();
        List<RawRecord.Header> headers = raw.headers();
        insert.setString(1, logged.topic().topicName());
        insert.setInt(2, shard);
        insert.setLong(3, logged.offset());
        insert.setString(4, each.aggregate().id());
        insert.setString(5, storable(each.cause()));
        insert.setBytes(6, raw.key());
        insert.setBytes(7, raw.value());
        insert.setArray(
            8,
            connection.createArrayOf(
                "bytea",
                headers.stream()
                    .map(header -> header.name().getBytes(StandardCharsets.UTF_8))
                    .toArray(byte[][]::new)));
        insert.setArray(
            9,
            connection.createArrayOf(
                "bytea", headers.stream().map(RawRecord.Header::value).toArray(byte[][]::new)));
        insert.setTimestamp(10, Timestamp.from(now));
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  /// How many records of the shard are parked, counted up to `countMax`.
  int count(Connection connection, int shard, int countMax) throws SQLException {
    try (var select = connection.prepareStatement(COUNT)) {
      select.setInt(1, shard);
      select.setInt(2, countMax);
      try (var result = select.executeQuery()) {
        return result.next() ? result.getInt(1) : 0;
      }
    }
  }

  /// A cause may quote what PostgreSQL cannot hold.
  static String storable(String cause) {
    String text = cause.replace('\0', '?');
    return text.substring(0, Math.min(text.length(), CAUSE_CHARS_MAX));
  }
}

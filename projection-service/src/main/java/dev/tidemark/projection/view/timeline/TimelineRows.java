package dev.tidemark.projection.view.timeline;

import dev.tidemark.events.EventTopic;
import dev.tidemark.events.consistency.Position;
import dev.tidemark.projection.view.SetStatement;
import dev.tidemark.projection.view.Writes;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/// The rows of the timeline, held against what they should be, within the caller's transaction.
public final class TimelineRows {
  private static final String COLUMNS =
      "aggregate_id, sequence, type, username, occurred_at, recorded_at, command_id, term,"
          + " correlation_id, causation_id, data";

  private static final String WRONG =
      """
      SELECT said.topic, said."offset", events.topic IS NULL
      FROM (SELECT ?::int AS shard, *
            FROM unnest(?::text[], ?::bigint[], ?::text[], ?::bigint[], ?::text[], ?::text[],
                        ?::timestamptz[], ?::timestamptz[], ?::text[], ?::bigint[], ?::text[],
                        ?::text[], ?::jsonb[])
              AS n (topic, "offset", %1$s)) AS said
      LEFT JOIN events ON events.topic = said.topic AND events.shard = said.shard
                      AND events."offset" = said."offset"
      WHERE (%2$s) IS DISTINCT FROM (%3$s)
      """
          .formatted(COLUMNS, of("said"), of("events"));

  private static final String OTHERS =
      """
      SELECT "offset", username FROM events
      WHERE topic = ? AND shard = ? AND "offset" >= ? AND "offset" < ? AND "offset" <> ALL (?)
      """;

  private static final String DELETE =
      """
      DELETE FROM events
      WHERE shard = ? AND (topic, "offset") IN (SELECT * FROM unnest(?::text[], ?::bigint[]))
      """;

  private final TimelineTable table = new TimelineTable();

  /// A row of which the log says nothing.
  public record Other(Position position, String username) {}

  /// An event that has no row, or another one.
  public record Wrong(TimelineEvent event, boolean missing) {}

  /// Those of these events.
  public List<Wrong> wrong(Connection connection, int shard, List<TimelineEvent> events)
      throws SQLException {
    var missing = new HashMap<Position, Boolean>();
    try (var select = new SetStatement<>(new Writes(connection), WRONG, events)) {
      TimelineTable.told(select, shard);
      try (var rows = select.query()) {
        while (rows.next()) {
          EventTopic topic = EventTopic.named(rows.getString(1));
          missing.put(new Position(topic, shard, rows.getLong(2)), rows.getBoolean(3));
        }
      }
    }
    return events.stream()
        .filter(event -> missing.containsKey(event.position()))
        .map(event -> new Wrong(event, missing.getOrDefault(event.position(), false)))
        .toList();
  }

  /// Rows of one topic from `from` on and before `to` that stand where none of `known` does.
  public List<Other> others(
      Connection connection, int shard, EventTopic topic, long from, long to, long[] known)
      throws SQLException {
    var others = new ArrayList<Other>();
    try (var select = connection.prepareStatement(OTHERS)) {
      select.setString(1, topic.topicName());
      select.setInt(2, shard);
      select.setLong(3, from);
      select.setLong(4, to);
      select.setObject(5, known);
      try (var rows = select.executeQuery()) {
        while (rows.next()) {
          others.add(new Other(new Position(topic, shard, rows.getLong(1)), rows.getString(2)));
        }
      }
    }
    return others;
  }

  /// Writes the rows of these events anew.
  public void replace(Connection connection, int shard, List<TimelineEvent> events)
      throws SQLException {
    var writes = new Writes(connection);
    try (var delete = new SetStatement<>(writes, DELETE, events)) {
      delete
          .bind(shard)
          .texts(event -> event.position().topic().topicName())
          .longs(event -> event.position().offset())
          .execute();
    }
    writes.send();
    table.insert(writes, shard, events);
    writes.send();
  }

  private static String of(String row) {
    return row + "." + COLUMNS.replace(", ", ", " + row + ".");
  }
}

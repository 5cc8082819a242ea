package dev.tidemark.projection.view.timeline;

import dev.tidemark.events.EventTopic;
import dev.tidemark.projection.view.RowStatement;
import dev.tidemark.projection.view.SetStatement;
import dev.tidemark.projection.view.Writes;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// One row for each event, never changed.
public final class TimelineTable {
  private static final String INTO =
      """
      events (shard, topic, "offset", aggregate_id, sequence, type, username, occurred_at,
              recorded_at, command_id, term, correlation_id, causation_id, data)
      """;

  private static final String COPY = "COPY " + INTO + " FROM STDIN";

  private static final String INSERT =
      "INSERT INTO "
          + INTO
          + """
          SELECT ?, * FROM unnest(?::text[], ?::bigint[], ?::text[], ?::bigint[], ?::text[],
                                  ?::text[], ?::timestamptz[], ?::timestamptz[], ?::text[],
                                  ?::bigint[], ?::text[], ?::text[], ?::jsonb[])
          ON CONFLICT (topic, shard, "offset") DO NOTHING
          """;

  private static final String LAST =
      "SELECT max(\"offset\") FROM events WHERE topic = ? AND shard = ?";

  /// Events that stand there already stay as they are. All are there once `writes` are sent.
  ///
  /// @param events of each topic in log order
  public void insert(Writes writes, int shard, List<TimelineEvent> events) throws SQLException {
    boolean many = events.size() >= RowStatement.COPIED_ROWS_MIN;
    try (var insert =
        many && standsBefore(writes, shard, events)
            ? RowStatement.creating(writes, INSERT, COPY, events)
            : new SetStatement<>(writes, INSERT, events)) {
      told(insert, shard).execute();
    }
  }

  /// In the order of the columns above.
  static RowStatement<TimelineEvent> told(RowStatement<TimelineEvent> events, int shard)
      throws SQLException {
    return events
        .bind(shard)
        .texts(event -> event.position().topic().topicName())
        .longs(event -> event.position().offset())
        .texts(event -> event.envelope().event().aggregateId())
        .longs(event -> event.envelope().sequence())
        .texts(TimelineEvent::type)
        .texts(event -> event.envelope().event().username())
        .texts(event -> event.envelope().occurredAt())
        .texts(event -> event.envelope().recordedAt())
        .texts(event -> event.envelope().commandId())
        .longs(event -> event.envelope().term())
        .texts(event -> event.envelope().correlationId())
        .texts(event -> event.envelope().causationId())
        .texts(TimelineEvent::json);
  }

  /// Whether all that stands there is of before these events: no row can be there twice then. It is
  /// otherwise where positions were put back by hand, and where a parked event is applied late.
  private static boolean standsBefore(Writes writes, int shard, List<TimelineEvent> events)
      throws SQLException {
    var first = new EnumMap<EventTopic, Long>(EventTopic.class);
    for (TimelineEvent event : events) {
      first.putIfAbsent(event.position().topic(), event.position().offset());
    }
    try (var select = writes.connection().prepareStatement(LAST)) {
      for (Map.Entry<EventTopic, Long> each : first.entrySet()) {
        select.setString(1, each.getKey().topicName());
        select.setInt(2, shard);
        try (var last = select.executeQuery()) {
          if (last.next() && last.getObject(1) != null && last.getLong(1) >= each.getValue()) {
            return false;
          }
        }
      }
    }
    return true;
  }
}

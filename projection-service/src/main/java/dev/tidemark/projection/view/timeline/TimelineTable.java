package dev.tidemark.projection.view.timeline;

import dev.tidemark.projection.view.SetStatement;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/// One row for each event.
public final class TimelineTable {
  private static final String INSERT =
      """
      INSERT INTO events (shard, topic, "offset", aggregate_id, sequence, type, username,
                          occurred_at, recorded_at, command_id, term, correlation_id,
                          causation_id, data)
      SELECT ?, * FROM unnest(?::text[], ?::bigint[], ?::text[], ?::bigint[], ?::text[], ?::text[],
                              ?::timestamptz[], ?::timestamptz[], ?::text[], ?::bigint[],
                              ?::text[], ?::text[], ?::jsonb[])
      ON CONFLICT (topic, shard, "offset") DO NOTHING
      """;

  public void insert(Connection connection, int shard, List<TimelineEvent> events)
      throws SQLException {
    try (var insert = new SetStatement<>(connection, INSERT, events)) {
      insert
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
          .texts(TimelineEvent::json)
          .execute();
    }
  }
}

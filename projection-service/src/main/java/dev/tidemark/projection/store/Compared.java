package dev.tidemark.projection.store;

import dev.tidemark.events.EventTopic;
import dev.tidemark.projection.batch.Positions;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A table of one shard as two generations have it, and which of its rows can be compared.
///
/// Two generations are never equally far. What can be compared follows from what a row depends on:
/// events before the position that both have passed are part of both. A row on which a later event
/// has had its effect in either is *moving*: nothing can be said of it yet.
///
/// @param keys of the rows to be looked at, as a query
/// @param moving a condition on the key `t`, and the rows `a` and `b` of both
/// @param columns to be compared
record Compared(
    String view,
    List<String> key,
    String keys,
    String moving,
    List<String> columns,
    String before,
    String after) {
  /// @param from the position from which on it has not been looked at
  /// @param to the position that both generations have passed
  record Span(String before, String after, int shard, Positions from, Positions to) {}

  /// The table of a view that says of each row which event was the last.
  static Compared byOffset(
      Span span, String view, EventTopic topic, List<String> key, List<String> columns) {
    return byOffset(span, view, topic, key, "source_offset", "", columns);
  }

  /// A table with one row for each event, of one topic.
  static Compared ofEvents(Span span, String view, EventTopic topic, List<String> columns) {
    return byOffset(
        span,
        view,
        topic,
        List.of("topic", "shard", "\"offset\""),
        "\"offset\"",
        " AND topic = '" + topic.topicName() + "'",
        columns);
  }

  private static Compared byOffset(
      Span span,
      String view,
      EventTopic topic,
      List<String> key,
      String offset,
      String more,
      List<String> columns) {
    String keys =
        Stream.of(span.before(), span.after())
            .map(schema ->
                "SELECT %s FROM %s.%s WHERE shard = %d AND %s >= %d%s"
                    .formatted(
                        String.join(", ", key),
                        schema,
                        view,
                        span.shard(),
                        offset,
                        span.from().of(topic),
                        more))
            .collect(Collectors.joining(" UNION "));
    String moving = "greatest(a.%1$s, b.%1$s) >= %2$d".formatted(offset, span.to().of(topic));
    return new Compared(view, key, keys, moving, columns, span.before(), span.after());
  }

  /// Sums know no offset. But each belongs to a user, and the events of a user say whether it
  /// moves.
  static Compared sales(Span span, List<String> columns) {
    List<String> key = List.of("country", "month", "username", "currency");
    String from =
        span.from().equals(Positions.START)
            ? ""
            : " AND username IN (" + sellers(span, span.from()) + ")";
    String keys =
        Stream.of(span.before(), span.after())
            .map(schema ->
                "SELECT %s FROM %s.sales WHERE shard = %d%s"
                    .formatted(String.join(", ", key), schema, span.shard(), from))
            .collect(Collectors.joining(" UNION "));
    String moving = "t.username IN (" + sellers(span, span.to()) + ")";
    return new Compared("sales", key, keys, moving, columns, span.before(), span.after());
  }

  private static String sellers(Span span, Positions since) {
    return Stream.of(span.before(), span.after())
        .map(schema ->
            """
            SELECT username FROM %s.events WHERE topic = '%s' AND shard = %d AND "offset" >= %d\
            """
                .formatted(
                    schema,
                    EventTopic.ORDERS.topicName(),
                    span.shard(),
                    since.of(EventTopic.ORDERS)))
        .collect(Collectors.joining(" UNION "));
  }

  /// All rows, those that move, and those that differ and do not move.
  String countSql() {
    return "SELECT count(*), count(*) FILTER (WHERE %s), count(*) FILTER (WHERE NOT (%s) AND %s) %s"
        .formatted(moving, moving, differs(), rows());
  }

  /// The key, and the row of each generation as JSON, of those that differ and do not move.
  String differingSql() {
    String keyText =
        key.stream()
            .map(each -> "t." + each)
            .collect(Collectors.joining(", ", "concat_ws(' ', ", ")"));
    return "SELECT %s, %s, %s %s WHERE NOT (%s) AND %s ORDER BY 1"
        .formatted(keyText, json("a"), json("b"), rows(), moving, differs());
  }

  /// The columns compared, or nothing if there is no row.
  private String json(String row) {
    String fields =
        columns.stream()
            .map(column -> "'%s', %s.\"%s\"".formatted(column, row, column))
            .collect(Collectors.joining(", "));
    return "CASE WHEN %s.%s IS NOT NULL THEN jsonb_build_object(%s) END"
        .formatted(row, key.getFirst(), fields);
  }

  private String differs() {
    return "(%s) IS DISTINCT FROM (%s)".formatted(columns("a"), columns("b"));
  }

  private String columns(String row) {
    return columns.stream()
        .map(column -> row + ".\"" + column + "\"")
        .collect(Collectors.joining(", "));
  }

  private String rows() {
    return "FROM (%s) AS t LEFT JOIN %s.%s AS a ON %s LEFT JOIN %s.%s AS b ON %s"
        .formatted(keys, before, view, sameKey("a"), after, view, sameKey("b"));
  }

  private String sameKey(String row) {
    return key.stream()
        .map(column -> "%s.%s = t.%s".formatted(row, column, column))
        .collect(Collectors.joining(" AND "));
  }
}

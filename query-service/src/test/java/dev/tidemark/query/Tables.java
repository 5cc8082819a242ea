package dev.tidemark.query;

import dev.tidemark.events.Envelope;
import dev.tidemark.events.Event;
import dev.tidemark.events.EventTopic;
import dev.tidemark.events.codec.EventCodec;
import dev.tidemark.localstack.PostgresServer;
import dev.tidemark.views.OrderView;
import dev.tidemark.views.SessionView;
import dev.tidemark.views.UserView;
import dev.tidemark.views.ViewJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;

/// Writes the tables as the projection would.
public final class Tables implements AutoCloseable {
  private static final Path MIGRATIONS =
      Path.of(
          System.getProperty("tidemark.home", ".."),
          "projection-service/src/main/resources/dev/tidemark/projection/store/migrations");

  private final Connection connection;

  private Tables(Connection connection) {
    this.connection = connection;
  }

  /// The tables as the projection makes them, empty, in a schema of this name.
  public static Tables create(PostgresServer postgres, String url, String schema)
      throws SQLException, IOException {
    var tables = new Tables(DriverManager.getConnection(url, postgres.user(), postgres.password()));
    tables.run("DROP SCHEMA IF EXISTS " + schema + " CASCADE");
    tables.run("CREATE SCHEMA " + schema);
    tables.run("SET search_path = " + schema);
    try (Stream<Path> files = Files.list(MIGRATIONS)) {
      for (Path file : files.sorted().toList()) {
        tables.run(Files.readString(file));
      }
    }
    return tables;
  }

  void position(EventTopic topic, int shard, long next) throws SQLException {
    run(
        "INSERT INTO positions VALUES (?, ?, ?) ON CONFLICT (topic, shard)"
            + " DO UPDATE SET position = excluded.position",
        topic.topicName(),
        shard,
        next);
  }

  void user(UserView user, int shard, long offset) throws SQLException {
    run(
        "INSERT INTO users VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (username)"
            + " DO UPDATE SET status = excluded.status, version = excluded.version,"
            + " source_offset = excluded.source_offset",
        user.username(),
        shard,
        lower(user.status()),
        user.email(),
        user.displayName(),
        user.country(),
        user.registeredAt(),
        user.updatedAt(),
        user.version(),
        offset);
  }

  void session(SessionView session, int shard, long offset) throws SQLException {
    run(
        "INSERT INTO sessions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        session.sessionId().value(),
        session.username(),
        shard,
        lower(session.status()),
        session.startedAt(),
        session.lastSeenAt(),
        session.expiresAt(),
        session.endedAt(),
        session.endCause() == null ? null : lower(session.endCause()),
        session.reason(),
        session.version(),
        offset);
  }

  void order(OrderView order, int shard, long offset) throws SQLException {
    run(
        "INSERT INTO orders (order_id, username, shard, reference, status, country, currency,"
            + " total, paid, refunded, units, line_count, lines, placed_at, updated_at, version,"
            + " source_offset, paid_at, shipped_at, carrier, tracking_code, delivered_at,"
            + " cancelled_at, cancel_reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?::numeric, ?::numeric,"
            + " ?::numeric, ?, ?, ?::jsonb, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (order_id)"
            + " DO UPDATE SET status = excluded.status, version = excluded.version, source_offset ="
            + " excluded.source_offset",
        order.orderId().value(),
        order.username(),
        shard,
        order.reference(),
        lower(order.status()),
        order.country(),
        order.currency(),
        order.total(),
        order.paid(),
        order.refunded(),
        order.units(),
        order.lineCount(),
        ViewJson.mapper().writeValueAsString(order.lines()),
        order.placedAt(),
        order.updatedAt(),
        order.version(),
        offset,
        order.progress().paidAt(),
        order.progress().shippedAt(),
        order.progress().carrier(),
        order.progress().trackingCode(),
        order.progress().deliveredAt(),
        order.progress().cancelledAt(),
        order.progress().cancelReason());
  }

  void event(Envelope envelope, int shard, long offset) throws SQLException {
    Event event = envelope.event();
    var codec = new EventCodec();
    run(
        "INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb)",
        event.topic().topicName(),
        shard,
        offset,
        event.aggregateId(),
        envelope.sequence(),
        codec.type(event),
        event.username(),
        envelope.occurredAt(),
        envelope.recordedAt(),
        envelope.commandId().value(),
        envelope.term(),
        envelope.correlationId(),
        envelope.causationId(),
        new String(codec.encode(event), StandardCharsets.UTF_8));
  }

  void sale(String country, String month, String username, long orders, String revenue)
      throws SQLException {
    run(
        "INSERT INTO sales VALUES (0, ?, ?, ?, 'GBP', ?, 7, ?::numeric, 1.5)",
        country,
        month,
        username,
        orders,
        revenue);
  }

  void clear() throws SQLException {
    run(
        "TRUNCATE positions, users, sessions, orders, sales, events, parked, order_skus,"
            + " status_counts");
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }

  private void run(String sql, Object... values) throws SQLException {
    if (values.length == 0) {
      try (var statement = connection.createStatement()) {
        statement.execute(sql);
      }
      return;
    }
    try (var statement = connection.prepareStatement(sql)) {
      Object[] parameters = Arrays.stream(values).map(Tables::parameter).toArray();
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      statement.execute();
    }
  }

  private static Object parameter(Object value) {
    return switch (value) {
      case null -> null;
      case Instant instant -> instant.atOffset(ZoneOffset.UTC);
      case Number number -> number;
      case java.util.UUID id -> id;
      case Object other -> other.toString();
    };
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}

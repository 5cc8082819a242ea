package dev.tidemark.bench.peer.tables;

import com.zaxxer.hikari.HikariDataSource;
import dev.tidemark.bench.peer.NewOrder;
import dev.tidemark.bench.peer.Order;
import dev.tidemark.bench.peer.Orders;
import dev.tidemark.bench.peer.PeerSettings;
import dev.tidemark.bench.peer.PostgresPool;
import dev.tidemark.events.value.OrderId;
import dev.tidemark.events.value.Username;
import dev.tidemark.runtime.problem.Problem;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;
import tools.jackson.databind.json.JsonMapper;

/// Events in one table, as event stores on PostgreSQL have it: an append says which version it
/// expects the stream to have, and the unique index refuses whoever comes second. Nothing else is
/// kept up to date here: no view, no cache.
///
/// - To place an order reads the customer's stream, since only an active one may order, appends to
///   the order's, which must be empty, and commits: three round trips.
/// - The unique index of the commands' ids makes a repeated command come to nothing.
/// - Bodies are `jsonb`, as is usual. The position in the whole log is an identity column: readers
///   of the whole log would have to mind its gaps.
final class EventTable implements Orders {
  private static final String TABLES =
      """
      CREATE TABLE IF NOT EXISTS events (
        position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        stream text NOT NULL,
        version int NOT NULL,
        type text NOT NULL,
        command_id text,
        recorded_at timestamptz NOT NULL DEFAULT now(),
        body jsonb NOT NULL,
        UNIQUE (stream, version),
        UNIQUE (command_id));
      """;
  private static final String APPEND =
      "INSERT INTO events (stream, version, type, command_id, body) VALUES (?, ?, ?, ?, ?::jsonb)"
          + " ON CONFLICT DO NOTHING";
  private static final String STREAM =
      "SELECT type, body FROM events WHERE stream = ? ORDER BY version";
  private static final String OF_COMMAND = "SELECT type, body FROM events WHERE command_id = ?";
  private static final String REGISTERED = "customer-registered";
  private static final String DEACTIVATED = "customer-deactivated";
  private static final String PLACED = "order-placed";
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final HikariDataSource pool;
  private final InstantSource clock;
  private final RandomGenerator random;

  private EventTable(HikariDataSource pool, InstantSource clock, RandomGenerator random) {
    this.pool = pool;
    this.clock = clock;
    this.random = random;
  }

  static Orders open(PeerSettings settings, InstantSource clock, RandomGenerator random)
      throws SQLException {
    return new EventTable(PostgresPool.open(settings, TABLES), clock, random);
  }

  @Override
  public void register(Username customer) throws SQLException {
    try (var connection = pool.getConnection()) {
      boolean _ =
          append(connection, stream(customer), REGISTERED, "register:" + customer.value(), "{}");
      connection.commit();
    }
  }

  @Override
  public Order place(Username customer, String key, NewOrder asked) throws SQLException {
    var id = OrderId.mint(customer.slot(), clock.instant(), random);
    Order order = Order.of(id.toString(), customer.value(), asked);
    String commandId = customer.value() + ":" + key;
    try (var connection = pool.getConnection()) {
      if (!isActive(connection, customer)) {
        connection.rollback();
        throw Problem.notFound("Expected customer " + customer + ", but there is none").exception();
      }
      String body = MAPPER.writeValueAsString(order);
      boolean appended = append(connection, stream(order.orderId()), PLACED, commandId, body);
      connection.commit();
      return appended ? order : earlier(connection, commandId);
    }
  }

  @Override
  public Optional<Order> find(String orderId) throws SQLException {
    try (var connection = pool.getConnection()) {
      return order(connection, STREAM, stream(orderId));
    }
  }

  @Override
  public void close() {
    pool.close();
  }

  /// As the first event of its stream.
  ///
  /// @return false if the stream or the command was there before
  private static boolean append(
      Connection connection, String stream, String type, String commandId, String body)
      throws SQLException {
    try (var statement = connection.prepareStatement(APPEND)) {
      statement.setString(1, stream);
      statement.setInt(2, 1);
      statement.setString(3, type);
      statement.setString(4, commandId);
      statement.setString(5, body);
      return statement.executeUpdate() == 1;
    }
  }

  private static boolean isActive(Connection connection, Username customer) throws SQLException {
    boolean active = false;
    try (var statement = connection.prepareStatement(STREAM)) {
      statement.setString(1, stream(customer));
      try (var row = statement.executeQuery()) {
        while (row.next()) {
          active = !row.getString(1).equals(DEACTIVATED);
        }
      }
    }
    return active;
  }

  private static Order earlier(Connection connection, String commandId) throws SQLException {
    return order(connection, OF_COMMAND, commandId)
        .orElseThrow(
            () -> new IllegalStateException("Expected the event of a command, but there is none"));
  }

  private static Optional<Order> order(Connection connection, String query, String of)
      throws SQLException {
    try (var statement = connection.prepareStatement(query)) {
      statement.setString(1, of);
      try (var row = statement.executeQuery()) {
        return row.next()
            ? Optional.of(MAPPER.readValue(row.getString(2), Order.class))
            : Optional.empty();
      }
    }
  }

  private static String stream(Username customer) {
    return "customer-" + customer.value();
  }

  private static String stream(String orderId) {
    return "order-" + orderId;
  }
}

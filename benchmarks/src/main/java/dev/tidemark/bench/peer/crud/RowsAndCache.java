package dev.tidemark.bench.peer.crud;

import com.zaxxer.hikari.HikariDataSource;
import dev.tidemark.bench.peer.NewOrder;
import dev.tidemark.bench.peer.Order;
import dev.tidemark.bench.peer.Orders;
import dev.tidemark.bench.peer.PeerSettings;
import dev.tidemark.bench.peer.PostgresPool;
import dev.tidemark.events.value.OrderId;
import dev.tidemark.events.value.Username;
import dev.tidemark.runtime.problem.Problem;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// One transaction and one `SET` a request, as most services would have it. There is no history,
/// and if the process dies between both, the cache lacks the order until somebody reads it from the
/// rows.
///
/// - The transaction: the key, the order, its lines in one batch, the commit: four round trips.
///   That the customer is there is checked by the statement that inserts the order.
/// - Ids are UUIDv7, so that indexes grow at one end.
/// - One connection to Redis for all threads, as Lettuce's makers advise.
final class RowsAndCache implements Orders {
  private static final String TABLES =
      """
      CREATE TABLE IF NOT EXISTS customers (
        username text PRIMARY KEY,
        status text NOT NULL DEFAULT 'active');
      CREATE TABLE IF NOT EXISTS orders (
        id uuid PRIMARY KEY,
        username text NOT NULL REFERENCES customers,
        currency text NOT NULL,
        total numeric NOT NULL,
        placed_at timestamptz NOT NULL DEFAULT now());
      CREATE INDEX IF NOT EXISTS orders_of_customer ON orders (username, placed_at);
      CREATE TABLE IF NOT EXISTS order_lines (
        order_id uuid NOT NULL REFERENCES orders,
        line int NOT NULL,
        sku text NOT NULL,
        description text NOT NULL,
        quantity int NOT NULL,
        unit_price numeric NOT NULL,
        PRIMARY KEY (order_id, line));
      CREATE TABLE IF NOT EXISTS idempotency_keys (
        username text NOT NULL,
        key text NOT NULL,
        order_id uuid NOT NULL,
        used_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (username, key));
      """;
  private static final String USE_KEY =
      "INSERT INTO idempotency_keys (username, key, order_id) VALUES (?, ?, ?)"
          + " ON CONFLICT DO NOTHING";
  private static final String ORDER =
      "INSERT INTO orders (id, username, currency, total)"
          + " SELECT ?, username, ?, ? FROM customers WHERE username = ? AND status = 'active'";
  private static final String LINE =
      "INSERT INTO order_lines (order_id, line, sku, description, quantity, unit_price)"
          + " VALUES (?, ?, ?, ?, ?, ?)";
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final HikariDataSource pool;
  private final RedisClient client;
  private final StatefulRedisConnection<String, String> redis;
  private final InstantSource clock;
  private final RandomGenerator random;

  private RowsAndCache(
      HikariDataSource pool, RedisClient client, InstantSource clock, RandomGenerator random) {
    this.pool = pool;
    this.client = client;
    this.redis = client.connect();
    this.clock = clock;
    this.random = random;
  }

  static Orders open(PeerSettings settings, InstantSource clock, RandomGenerator random)
      throws SQLException {
    return new RowsAndCache(
        PostgresPool.open(settings, TABLES),
        RedisClient.create(settings.redis().toString()),
        clock,
        random);
  }

  @Override
  public void register(Username customer) throws SQLException {
    try (var connection = pool.getConnection();
        var statement =
            connection.prepareStatement(
                "INSERT INTO customers (username) VALUES (?) ON CONFLICT DO NOTHING")) {
      statement.setString(1, customer.value());
      statement.executeUpdate();
      connection.commit();
    }
  }

  @Override
  public Order place(Username customer, String key, NewOrder asked) throws SQLException {
    var id = OrderId.mint(customer.slot(), clock.instant(), random);
    Order order = Order.of(id.toString(), customer.value(), asked);
    try (var connection = pool.getConnection()) {
      if (!useKey(connection, customer, key, id.value())) {
        return earlier(connection, customer, key);
      }
      insert(connection, order, id.value());
      connection.commit();
    }
    redis.sync().set("order:" + id, MAPPER.writeValueAsString(order));
    return order;
  }

  @Override
  public Optional<Order> find(String orderId) throws SQLException {
    String cached = redis.sync().get("order:" + orderId);
    if (cached != null) {
      return Optional.of(MAPPER.readValue(cached, Order.class));
    }
    try (var connection = pool.getConnection()) {
      return Optional.ofNullable(rows(connection, UUID.fromString(orderId)));
    }
  }

  @Override
  public void close() {
    client.close();
    pool.close();
  }

  /// @return false if it was used before
  private static boolean useKey(Connection connection, Username customer, String key, UUID id)
      throws SQLException {
    try (var statement = connection.prepareStatement(USE_KEY)) {
      statement.setString(1, customer.value());
      statement.setString(2, key);
      statement.setObject(3, id);
      return statement.executeUpdate() == 1;
    }
  }

  private static void insert(Connection connection, Order order, UUID id) throws SQLException {
    try (var statement = connection.prepareStatement(ORDER)) {
      statement.setObject(1, id);
      statement.setString(2, order.currency());
      statement.setBigDecimal(3, order.total());
      statement.setString(4, order.username());
      if (statement.executeUpdate() == 0) {
        connection.rollback();
        throw Problem.notFound("Expected customer " + order.username() + ", but there is none")
            .exception();
      }
    }
    try (var statement = connection.prepareStatement(LINE)) {
      for (int i = 0; i < order.lines().size(); i++) {
        NewOrder.Line line = order.lines().get(i);
        statement.setObject(1, id);
        statement.setInt(2, i + 1);
        statement.setString(3, line.sku());
        statement.setString(4, line.description());
        statement.setInt(5, line.quantity());
        statement.setBigDecimal(6, line.unitPrice());
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  private static Order earlier(Connection connection, Username customer, String key)
      throws SQLException {
    try (var statement =
        connection.prepareStatement(
            "SELECT order_id FROM idempotency_keys WHERE username = ? AND key = ?")) {
      statement.setString(1, customer.value());
      statement.setString(2, key);
      try (var found = statement.executeQuery()) {
        found.next();
        Order order = rows(connection, found.getObject(1, UUID.class));
        if (order == null) {
          throw new IllegalStateException("Expected the order of a key, but there is none");
        }
        return order;
      }
    }
  }

  private static @Nullable Order rows(Connection connection, UUID id) throws SQLException {
    try (var statement =
        connection.prepareStatement(
            "SELECT username, currency, total, sku, description, quantity, unit_price"
                + " FROM orders JOIN order_lines ON order_id = id WHERE id = ? ORDER BY line")) {
      statement.setObject(1, id);
      var lines = new ArrayList<NewOrder.Line>();
      Order order = null;
      try (var row = statement.executeQuery()) {
        while (row.next()) {
          lines.add(
              new NewOrder.Line(
                  row.getString(4), row.getString(5), row.getInt(6), row.getBigDecimal(7)));
          order =
              new Order(
                  id.toString(), row.getString(1), row.getString(2), row.getBigDecimal(3), lines);
        }
      }
      return order;
    }
  }
}

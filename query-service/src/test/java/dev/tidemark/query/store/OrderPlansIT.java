package dev.tidemark.query.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.events.value.Amount;
import dev.tidemark.events.value.Country;
import dev.tidemark.events.value.CurrencyCode;
import dev.tidemark.events.value.Sku;
import dev.tidemark.events.value.Username;
import dev.tidemark.localstack.LocalStack;
import dev.tidemark.query.Tables;
import dev.tidemark.views.OrderStatus;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// PostgreSQL walks the index that a list is meant to walk, and sorts nothing.
class OrderPlansIT {
  private static final Keyset TIME =
      new Keyset.ByTime(Instant.parse("2011-06-01T00:00:00Z"), new UUID(0x7000, 1L << 63));
  private static final Keyset AMOUNT =
      new Keyset.ByAmount(Amount.parse("50"), new UUID(0x7000, 1L << 63));

  private static Tables tables;
  private static Connection connection;

  @BeforeAll
  static void fill() throws Exception {
    var postgres = LocalStack.shared().postgres();
    String url = postgres.createDatabase("order_plans");
    tables = Tables.create(postgres, url, "views_g1");
    connection = DriverManager.getConnection(url, postgres.user(), postgres.password());
    try (var statement = connection.createStatement()) {
      statement.execute("SET search_path = views_g1");
      statement.execute(
          """
          INSERT INTO orders (order_id, username, shard, status, country, currency, total, paid,
            refunded, units, line_count, lines, placed_at, updated_at, version, source_offset)
          SELECT gen_random_uuid(), 'user' || n % 500, n % 4,
            CASE n % 100 WHEN 7 THEN 'paid' WHEN 8 THEN 'shipped' ELSE 'delivered' END,
            'Country ' || chr((65 + n % 20)::int), (ARRAY['GBP', 'EUR'])[1 + n % 2], n % 1000, 0,
            0, 1, 1, jsonb_build_array(jsonb_build_object('sku', 'sku' || n % 300)),
            timestamptz '2011-01-01Z' + n * interval '20 minutes', now(), 1, n
          FROM generate_series(1, 20000) AS n
          """);
      statement.execute("ANALYZE");
    }
  }

  @AfterAll
  static void close() throws Exception {
    connection.close();
    tables.close();
  }

  /// So few rows PostgreSQL would rather sort; of many it would not have the choice.
  @BeforeEach
  void preferToWalk() throws Exception {
    set("enable_sort = off; SET enable_bitmapscan = off");
  }

  @ParameterizedTest
  @CsvSource({
    "nothing, orders_newest",
    "username, orders_of_user",
    "status, orders_of_status",
    "statuses, orders_of_status",
    "country, orders_of_country",
    "sku, order_skus_pkey",
  })
  void byTimeEachFilterHasItsIndex(String filter, String index) throws Exception {
    for (OrderSort sort : List.of(OrderSort.NEWEST_FIRST, OrderSort.OLDEST_FIRST)) {
      for (Keyset after : new Keyset[] {null, TIME}) {
        String plan = plan(filter(filter), sort, after);
        assertThat(plan).contains(index).doesNotContain("->  Sort", "Seq Scan");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"currency", "range", "currency and status", "currency and country"})
  void byTotalEachCurrencyHasItsIndex(String filter) throws Exception {
    for (OrderSort sort : List.of(OrderSort.LARGEST_FIRST, OrderSort.SMALLEST_FIRST)) {
      for (Keyset after : new Keyset[] {null, AMOUNT}) {
        String plan = plan(filter(filter), sort, after);
        assertThat(plan).contains("orders_by_total").doesNotContain("->  Sort", "Seq Scan");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"username and currency, orders_of_user", "sku and currency, order_skus_pkey"})
  void theFewOrdersOfACustomerOrASkuAreSorted(String filter, String index) throws Exception {
    set("enable_sort = on; SET enable_bitmapscan = on");
    String plan = plan(filter(filter), OrderSort.LARGEST_FIRST, AMOUNT);
    assertThat(plan).contains(index, "Sort").doesNotContain("Seq Scan");
  }

  private static void set(String settings) throws Exception {
    try (var statement = connection.createStatement()) {
      statement.execute("SET " + settings);
    }
  }

  private static OrderFilter filter(String parts) {
    SortedSet<OrderStatus> statuses = new TreeSet<>();
    if (parts.contains("status")) {
      statuses.add(OrderStatus.PAID);
    }
    if (parts.contains("statuses")) {
      statuses.add(OrderStatus.SHIPPED);
    }
    boolean range = parts.contains("range");
    return new OrderFilter(
        statuses,
        Optional.of(new Country("Country B")).filter(_ -> parts.contains("country")),
        Optional.of(new Username("user7")).filter(_ -> parts.contains("username")),
        Optional.empty(),
        Optional.empty(),
        Optional.of(new CurrencyCode("GBP")).filter(_ -> range || parts.contains("currency")),
        Optional.of(Amount.parse("20")).filter(_ -> range),
        Optional.of(Amount.parse("900")).filter(_ -> range),
        Optional.of(new Sku("sku7")).filter(_ -> parts.contains("sku")));
  }

  private static String plan(OrderFilter filter, OrderSort sort, Keyset after) throws Exception {
    Sql sql = new OrderSearch(filter, sort, after, 51).sql();
    return String.join("\n", sql.list(explaining(), row -> row.getString(1)));
  }

  /// A connection that has each statement explained.
  private static Connection explaining() {
    return (Connection)
        Proxy.newProxyInstance(
            OrderPlansIT.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (_, method, arguments) ->
                method.getName().equals("prepareStatement")
                    ? connection.prepareStatement("EXPLAIN " + arguments[0])
                    : method.invoke(connection, arguments));
  }
}

package dev.tidemark.projection.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.localstack.LocalStack;
import dev.tidemark.projection.given.Views;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

class ViewSchemaIT {
  private static final String SCHEMA = "views_schema_it";

  @Test
  void whatTheFirstVersionHoldsIsTakenOver() throws Exception {
    DatabaseSettings settings = Views.settings(LocalStack.shared(), SCHEMA);
    Flyway.configure()
        .dataSource(settings.url(), settings.user(), settings.password())
        .schemas(SCHEMA)
        .createSchemas(true)
        .locations("classpath:dev/tidemark/projection/store/migrations")
        .target("1")
        .load()
        .migrate();
    try (var connection =
            java.sql.DriverManager.getConnection(
                settings.url(), settings.user(), settings.password());
        var statement = connection.createStatement()) {
      statement.execute("SET search_path = " + SCHEMA);
      statement.execute(
          "INSERT INTO users SELECT 'user' || n, 1, CASE n % 3 WHEN 0 THEN 'inactive' ELSE 'active'"
              + " END, null, null, null, now(), now(), 1, n FROM generate_series(1, 10) n");
      statement.execute(
          """
          INSERT INTO orders (order_id, username, shard, status, currency, total, paid, refunded,
            units, line_count, lines, placed_at, updated_at, version, source_offset)
          SELECT gen_random_uuid(), 'user1', 1, 'paid', 'GBP', 1, 1, 0, 2, 2,
            '[{"sku": "tea"}, {"sku": "milk"}, {"sku": "tea"}]', now(), now(), 2, n
          FROM generate_series(1, 5) n
          """);
    }

    try (Views views = Views.in(LocalStack.shared(), SCHEMA)) {
      assertThat(DerivedTables.kept(views, 1))
          .hasSize(3 + 10)
          .isEqualTo(DerivedTables.derived(views, 1));
    }
  }
}

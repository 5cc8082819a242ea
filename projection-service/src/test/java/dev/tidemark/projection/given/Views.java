package dev.tidemark.projection.given;

import dev.tidemark.localstack.LocalStack;
import dev.tidemark.projection.batch.Positions;
import dev.tidemark.projection.batch.Rereading;
import dev.tidemark.projection.repair.Jobs;
import dev.tidemark.projection.store.ControlSchema;
import dev.tidemark.projection.store.Database;
import dev.tidemark.projection.store.DatabaseSettings;
import dev.tidemark.projection.store.LeaseEnd;
import dev.tidemark.projection.store.ParkedEvents;
import dev.tidemark.projection.store.RepairJobs;
import dev.tidemark.projection.store.ViewRepairs;
import dev.tidemark.projection.store.ViewSchema;
import dev.tidemark.projection.store.ViewStore;
import dev.tidemark.projection.view.Row;
import dev.tidemark.views.OrderView;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A generation of views of its own for a test, with its tables to look into.
public final class Views implements AutoCloseable {
  private static final Positions END = new Positions(1L << 40, 1L << 40, 1L << 40);

  private final DatabaseSettings settings;
  private final Database database;
  private @Nullable Database control;

  private Views(DatabaseSettings settings) {
    this.settings = settings;
    ViewSchema.migrate(settings);
    this.database = Database.open(settings);
  }

  public static Views in(LocalStack stack, String schema) {
    return new Views(settings(stack, schema));
  }

  public static DatabaseSettings settings(LocalStack stack, String schema) {
    var postgres = stack.postgres();
    return new DatabaseSettings(
        postgres.jdbcUrl(),
        postgres.user(),
        postgres.password(),
        schema,
        8,
        Duration.ofSeconds(2),
        Duration.ofSeconds(10));
  }

  public ViewStore store() {
    return new ViewStore(database, Clock.systemUTC());
  }

  public ParkedEvents parked(Rereading rereading, LeaseEnd leases) {
    return new ParkedEvents(() -> database, rereading, leases, Clock.systemUTC());
  }

  public ViewRepairs repairs(LeaseEnd leases) {
    return new ViewRepairs(() -> database, leases);
  }

  /// Kept in the control schema, which all tests have in common.
  public Jobs jobs(Supplier<UUID> ids) {
    ControlSchema.migrate(settings);
    control = Database.open(settings.control());
    return new Jobs(new RepairJobs(control), ids);
  }

  public List<Row<OrderView>> orders(int shard) {
    return store().slices(shard, Positions.START, END, 1_000_000).orders().rows();
  }

  /// Each row of the answer as its columns, separated by blanks.
  public List<String> ask(String sql) throws SQLException {
    var rows = new ArrayList<String>();
    try (var connection = connect();
        var result = connection.createStatement().executeQuery(sql)) {
      int columns = result.getMetaData().getColumnCount();
      while (result.next()) {
        var row = new ArrayList<String>();
        for (int i = 1; i <= columns; i++) {
          row.add(result.getString(i));
        }
        rows.add(String.join(" ", row));
      }
    }
    return rows;
  }

  public void execute(String sql) throws SQLException {
    try (var connection = connect();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private Connection connect() throws SQLException {
    var url = settings.url() + "?currentSchema=" + settings.schema();
    return DriverManager.getConnection(url, settings.user(), settings.password());
  }

  @Override
  public void close() {
    database.close();
    if (control != null) {
      control.close();
    }
  }
}

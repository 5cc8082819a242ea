package dev.tidemark.bench.footprint;

import dev.tidemark.bench.harness.BenchStack;
import dev.tidemark.bench.harness.DiskUse;
import dev.tidemark.bench.harness.Turn;
import io.lettuce.core.RedisClient;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How much each store holds.
final class StoreBytes {
  private static final String TABLES =
      """
      SELECT sum(pg_total_relation_size(format('%I.%I', schemaname, tablename)::regclass))
      FROM pg_tables WHERE schemaname = 'views_g1'
      """;
  private static final Pattern REDIS_MEMORY = Pattern.compile("(?m)^used_memory:([0-9]+)");
  private static final Pattern SEGMENT = Pattern.compile(".*\\.events-[0-9]+/[0-9]+\\.log");

  private final BenchStack stack;

  StoreBytes(BenchStack stack) {
    this.stack = stack;
  }

  /// By store.
  record Sizes(Map<String, Long> bytes) {
    Sizes since(Sizes before) {
      var grown = new LinkedHashMap<String, Long>();
      bytes.forEach((store, now) -> grown.put(store, now - before.bytes.getOrDefault(store, 0L)));
      return new Sizes(grown);
    }

    Map<String, Turn> perEvent(long events) {
      var turns = new LinkedHashMap<String, Turn>();
      bytes.forEach(
          (store, all) -> turns.put(store, Turn.of("bytes/event", all / (double) events)));
      return turns;
    }
  }

  Sizes look() throws IOException, SQLException {
    var bytes = new LinkedHashMap<String, Long>();
    bytes.put("Kafka", DiskUse.bytes(stack.directory().of("kafka"), StoreBytes::isSegment));
    bytes.put("PostgreSQL", postgres());
    bytes.put("RocksDB", DiskUse.bytes(stack.directory().of("command"), _ -> true));
    bytes.put("Redis", redis());
    return new Sizes(bytes);
  }

  private static boolean isSegment(Path file) {
    return SEGMENT.matcher(file.toString()).matches();
  }

  private long postgres() throws SQLException {
    var postgres = stack.postgres();
    try (var connection =
            DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
        var statement = connection.createStatement();
        var row = statement.executeQuery(TABLES)) {
      return row.next() ? row.getLong(1) : 0;
    }
  }

  private long redis() {
    try (var client = RedisClient.create(stack.redis().url())) {
      Matcher memory = REDIS_MEMORY.matcher(client.connect().sync().info("memory"));
      if (!memory.find()) {
        throw new IllegalStateException("Expected Redis to say how much memory it has");
      }
      return Long.parseLong(memory.group(1));
    }
  }
}

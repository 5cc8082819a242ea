package dev.tidemark.bench.rebuild;

import dev.tidemark.bench.harness.BenchStack;
import dev.tidemark.bench.harness.Report;
import dev.tidemark.bench.harness.Results;
import dev.tidemark.bench.harness.Run;
import dev.tidemark.bench.harness.Scenario;
import dev.tidemark.bench.shop.Customers;
import dev.tidemark.bench.shop.FilledLog;
import dev.tidemark.bench.shop.FilledViews;
import dev.tidemark.bench.shop.Ordering;
import dev.tidemark.localstack.Service;
import dev.tidemark.localstack.ServiceProcess;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How fast the projection fills a generation from the log, beside what that cannot be done
/// without: reading the same topics, and writing the same rows. What it does for a generation is
/// what it does when it catches up.
public final class RebuildCosts implements Scenario {
  static final String UNIT = "events/s";

  private static final int SHARDS = 4;
  private static final Customers CUSTOMERS = new Customers("past", 1_400);
  private static final int ORDERS_OF_EACH = 10;

  @Override
  public String name() {
    return "rebuild";
  }

  @Override
  public String about() {
    return "views filled from the log, beside reading it, and beside copying the rows";
  }

  @Override
  public Report run(Run run) throws Exception {
    try (var stack = BenchStack.start(run.plan())) {
      stack.service(Service.COMMAND, Map.of("COMMAND_PARTITIONS", String.valueOf(SHARDS))).close();
      String kafka = stack.kafka().bootstrapServers();
      long events =
          new FilledLog(kafka, SHARDS, run.clock().instant(), run.plan().seed())
              .write(CUSTOMERS, ORDERS_OF_EACH);
      ServiceProcess projection =
          stack.service(Service.PROJECTION, Map.of("PROJECTION_PRUNE_AFTER", "1s"));
      FilledViews.await(stack.postgres(), events);
      Results results = measured(run, stack, projection, events);
      return run.report(this, settings(stack, events), List.of(results), notes());
    }
  }

  private static Results measured(Run run, BenchStack stack, ServiceProcess projection, long events)
      throws Exception {
    try (var rebuilding =
        new Rebuilding(projection.url(), stack.postgres(), stack.redis().url(), SHARDS, events)) {
      return run.rounds("All events from the beginning of the log")
          .add("read", new PlainReading(stack.kafka().bootstrapServers(), SHARDS))
          .add("COPY", PlainCopy.of(stack.postgres(), SHARDS, events))
          .add("rows", rebuilding.rows())
          .add("rows and cache", rebuilding.rowsAndCache())
          .compare(UNIT, "rows", "read")
          .compare(UNIT, "rows", "COPY", "≥ 0.5")
          .compare(UNIT, "rows and cache", "COPY", "≥ 0.5")
          .run();
    }
  }

  private static Map<String, String> settings(BenchStack stack, long events) {
    var settings = new LinkedHashMap<>(stack.settings());
    settings.put("shards", String.valueOf(SHARDS));
    settings.put(
        "log",
        "%,d events: customers who placed and paid %d orders of %d lines"
            .formatted(events, ORDERS_OF_EACH, Ordering.LINES));
    return settings;
  }

  private static List<String> notes() {
    return List.of(
        "read: consumers, one for each shard, that do nothing with what they read",
        "COPY: rows held in memory, into tables with the same indexes, one connection for each"
            + " shard",
        "rows: until they are where those are that serve, from when their tables are there",
        "rows and cache: until readers would trust the cache as well",
        "all of it shares the machine");
  }
}

package dev.tidemark.bench.growth;

import dev.tidemark.bench.harness.BenchStack;
import dev.tidemark.bench.harness.ClosedLoop;
import dev.tidemark.bench.harness.DiskUse;
import dev.tidemark.bench.harness.Memory;
import dev.tidemark.bench.harness.Report;
import dev.tidemark.bench.harness.Results;
import dev.tidemark.bench.harness.Run;
import dev.tidemark.bench.harness.Scenario;
import dev.tidemark.bench.harness.Turn;
import dev.tidemark.bench.shop.Customers;
import dev.tidemark.bench.shop.FilledLog;
import dev.tidemark.bench.shop.Ordering;
import dev.tidemark.localstack.Service;
import dev.tidemark.localstack.ServiceProcess;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/// How many orders a command service decides, and what memory it takes, by how much there is
/// already, and by how many shards there are. A few customers place most of them.
public final class Growth implements Scenario {
  private static final int SHARDS = 4;
  private static final List<Integer> SHARD_COUNTS = List.of(1, 2, 4, 8, 16);
  private static final List<Integer> AGGREGATES = List.of(10_000, 100_000, 1_000_000, 10_000_000);
  private static final int ORDERS_OF_EACH = 10;

  private static final int WARM_UP_TURNS = 4;
  private static final int TURNS = 3;

  @Override
  public String name() {
    return "growth";
  }

  @Override
  public String about() {
    return "throughput and memory of commands with more aggregates, and with more shards";
  }

  @Override
  public Report run(Run run) throws Exception {
    var byAggregates = new LinkedHashMap<String, Turn>();
    for (int aggregates : AGGREGATES) {
      if (aggregates <= run.plan().largest() && (byAggregates.isEmpty() || !run.isOutOfTime())) {
        byAggregates.put("%,d aggregates".formatted(aggregates), turn(run, SHARDS, aggregates));
      }
    }
    var byShards = new LinkedHashMap<String, Turn>();
    for (int shards : SHARD_COUNTS) {
      if (byShards.isEmpty() || !run.isOutOfTime()) {
        byShards.put("%d shards".formatted(shards), turn(run, shards, AGGREGATES.getFirst()));
      }
    }
    List<Results> results =
        List.of(
            results("By what is there already, in %d shards".formatted(SHARDS), byAggregates),
            results("By shards, with %,d aggregates".formatted(AGGREGATES.getFirst()), byShards));
    return run.report(this, settings(), results, notes());
  }

  private static Results results(String title, Map<String, Turn> turns) {
    return new Results(title, new ArrayList<>(turns.keySet()), List.of(), List.of(turns));
  }

  /// With a system of its own.
  private Turn turn(Run run, int shards, int aggregates) throws Exception {
    var customers = new Customers("past", Math.max(1, aggregates / (1 + ORDERS_OF_EACH)));
    try (var stack = BenchStack.start(run.plan())) {
      ServiceProcess commands =
          stack.service(Service.COMMAND, Map.of("COMMAND_PARTITIONS", String.valueOf(shards)));
      commands.close();
      long events =
          new FilledLog(
                  stack.kafka().bootstrapServers(),
                  shards,
                  run.clock().instant(),
                  run.plan().seed())
              .write(customers, ORDERS_OF_EACH);
      long begun = System.nanoTime();
      commands.start();
      double startedIn = (System.nanoTime() - begun) / 1e9;
      Turn turn =
          Turn.of("orders/s", ordersPerSecond(run, commands, customers))
              .and("MiB of memory", Memory.mib(commands))
              .and("MiB of state on disk", mibOfState(stack))
              .and("events replayed/s until ready", events / startedIn);
      run.says("%,d aggregates, %d shards: %s".formatted(aggregates, shards, turn));
      return turn;
    }
  }

  /// The best of some turns, when it is warm.
  private static double ordersPerSecond(Run run, ServiceProcess commands, Customers customers)
      throws Exception {
    var numbers = new AtomicLong();
    double best = 0;
    for (int i = 1; i <= WARM_UP_TURNS + TURNS; i++) {
      double perSecond =
          ClosedLoop.run(
                  run.plan().clients(),
                  run.plan().each(),
                  _ -> new Ordering(commands.url(), customers::skewed, numbers, (_, _) -> {}))
              .perSecond();
      best = i > WARM_UP_TURNS ? Math.max(best, perSecond) : 0;
    }
    return best;
  }

  private static double mibOfState(BenchStack stack) throws Exception {
    return DiskUse.bytes(stack.directory().of("command"), _ -> true) / (double) (1 << 20);
  }

  private static Map<String, String> settings() {
    return Map.of(
        "customers",
        "users with %d orders of %d lines, placed and paid; the first hundredth of them places a fifth"
                .formatted(ORDERS_OF_EACH, Ordering.LINES)
            + " of all new orders");
  }

  private static List<String> notes() {
    return List.of(
        "one after the other, each with servers of its own: small differences say nothing",
        "orders/s: the best of %d turns, one command a request".formatted(TURNS),
        "without projection and query service, which share the machine otherwise");
  }
}

package dev.tidemark.bench.freshness;

import dev.tidemark.bench.harness.BenchStack;
import dev.tidemark.bench.harness.ClosedLoop;
import dev.tidemark.bench.harness.Report;
import dev.tidemark.bench.harness.Run;
import dev.tidemark.bench.harness.Scenario;
import dev.tidemark.bench.shop.Customers;
import dev.tidemark.bench.shop.Ordering;
import dev.tidemark.localstack.Service;
import dev.tidemark.localstack.ServiceProcess;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/// How long after a command was acknowledged it can be read: in the log, in PostgreSQL, in Redis,
/// and by who asks the query service with the token of the acknowledgement.
///
/// First it is measured how many orders the running system acknowledges at most; loads are parts of
/// that. They are offered in an open loop: the slower views are, the more waits for them.
public final class Freshness implements Scenario {
  private static final int SHARDS = 4;
  private static final Customers CUSTOMERS = new Customers("fresh", 500);
  private static final List<Integer> PERCENT = List.of(10, 50, 80);

  /// It takes about ten seconds until code is compiled as it stays.
  private static final int WARM_UP_TURNS = 4;

  @Override
  public String name() {
    return "freshness";
  }

  @Override
  public String about() {
    return "time from an acknowledged command until it can be read, at parts of the capacity";
  }

  @Override
  public Report run(Run run) throws Exception {
    try (var stack = BenchStack.start(run.plan())) {
      ServiceProcess commands =
          stack.service(Service.COMMAND, Map.of("COMMAND_PARTITIONS", String.valueOf(SHARDS)));
      ServiceProcess projection = stack.service(Service.PROJECTION, Map.of());
      ServiceProcess queries = stack.service(Service.QUERY, Map.of());
      CUSTOMERS.register(commands.url());
      return measured(run, stack, commands, projection, queries);
    }
  }

  private Report measured(
      Run run,
      BenchStack stack,
      ServiceProcess commands,
      ServiceProcess projection,
      ServiceProcess queries)
      throws Exception {
    var numbers = new AtomicLong();
    double capacity = capacity(run, commands, numbers);
    run.says("%,.0f orders/s are acknowledged at most".formatted(capacity));
    try (var log = log(stack);
        var postgres = postgres(stack);
        var redis = redis(stack)) {
      var rounds = run.rounds("From the acknowledgement to the first read");
      for (int percent : PERCENT) {
        rounds.add(
            percent + " % of capacity",
            new OfferedLoad(
                capacity * percent / 100,
                run.plan().clients(),
                CUSTOMERS,
                commands.url(),
                queries.url(),
                numbers,
                List.of(log, postgres, redis),
                List.of(
                    commands,
                    stack.kafka(),
                    projection,
                    stack.postgres(),
                    stack.redis(),
                    queries)));
      }
      return run.report(this, settings(stack, capacity), List.of(rounds.run()), notes());
    }
  }

  /// The most that clients who wait for their answers get done, while views follow.
  private static double capacity(Run run, ServiceProcess commands, AtomicLong numbers)
      throws Exception {
    Duration each = run.plan().each();
    double best = 0;
    for (int turn = 1; turn <= WARM_UP_TURNS + 2; turn++) {
      double perSecond =
          ClosedLoop.run(
                  run.plan().clients(),
                  each,
                  _ -> new Ordering(commands.url(), CUSTOMERS::username, numbers, (_, _) -> {}))
              .perSecond();
      run.says("capacity, turn %d: %,.0f orders/s".formatted(turn, perSecond));
      best = turn > WARM_UP_TURNS ? Math.max(best, perSecond) : 0;
    }
    return best;
  }

  private static Sightings log(BenchStack stack) {
    return Sightings.start(
        "log", Duration.ZERO, new LogLook(stack.kafka().bootstrapServers(), SHARDS));
  }

  private static Sightings postgres(BenchStack stack) throws Exception {
    return Sightings.start(
        "PostgreSQL", OfferedLoad.LOOK_EVERY, new PostgresLook(stack.postgres()));
  }

  private static Sightings redis(BenchStack stack) {
    return Sightings.start(
        "Redis", OfferedLoad.LOOK_EVERY, new RedisLook(stack.redis().url(), SHARDS));
  }

  private static Map<String, String> settings(BenchStack stack, double capacity) {
    var settings = new LinkedHashMap<>(stack.settings());
    settings.put("shards", String.valueOf(SHARDS));
    settings.put("order", Ordering.LINES + " lines, of %,d customers".formatted(CUSTOMERS.count()));
    settings.put("capacity", "%,.0f orders/s, all services running".formatted(capacity));
    return settings;
  }

  private static List<String> notes() {
    return List.of(
        "log: a consumer of committed records has it, which is the earliest at which anybody could",
        "PostgreSQL, Redis: its rows, its value are there; looked at every %d ms, over connections"
                .formatted(OfferedLoad.LOOK_EVERY.toMillis())
            + " of their own, at positions and leases, which move together with what they cover",
        "token: one order in %d is asked for at the query service right after it was acknowledged,"
                .formatted(OfferedLoad.READ_EVERY)
            + " with its token: until the answer has come",
        "clients, looks, services and servers share the machine");
  }
}

package dev.tidemark.bench.recovery;

import dev.tidemark.bench.harness.BenchStack;
import dev.tidemark.bench.harness.Report;
import dev.tidemark.bench.harness.Results;
import dev.tidemark.bench.harness.Run;
import dev.tidemark.bench.harness.Scenario;
import dev.tidemark.bench.harness.Turn;
import dev.tidemark.bench.shop.Customers;
import dev.tidemark.bench.shop.FilledLog;
import dev.tidemark.localstack.DataDirectory;
import dev.tidemark.localstack.Service;
import dev.tidemark.localstack.ServiceProcess;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// From `kill -9` of a command service until an order of every shard is accepted again: by another
/// instance that stands by, or by the same one, which is started again at once, with and without
/// what it had on its disk.
public final class Recovery implements Scenario {
  private static final int SHARDS = 4;
  private static final int ORDERS_OF_EACH = 10;
  private static final int EVENTS_OF_EACH = 1 + 2 * ORDERS_OF_EACH;
  private static final List<Integer> EVENTS = List.of(100_000, 1_000_000, 10_000_000);

  /// Each takes seconds, most of which wait.
  private static final int ROUNDS_MAX = 3;

  private static final String SECONDS = "s";
  private static final String STANDBY = "another stands by";
  private static final String DISK = "started again, with its disk";
  private static final String NO_DISK = "started again, without its disk";

  @Override
  public String name() {
    return "recovery";
  }

  @Override
  public String about() {
    return "time from kill -9 of a command service to the next accepted command";
  }

  @Override
  public Report run(Run run) throws Exception {
    var results = new ArrayList<Results>();
    Map<String, String> settings = Map.of();
    for (int events : EVENTS) {
      if (events > run.plan().largest() || (!results.isEmpty() && run.isOutOfTime())) {
        break;
      }
      try (var stack = BenchStack.start(run.plan())) {
        settings = stack.settings();
        results.add(with(run, stack, events));
      }
    }
    return run.report(this, settings(settings), results, notes());
  }

  private Results with(Run run, BenchStack stack, int events) throws Exception {
    var customers = new Customers("past", Math.max(SHARDS * 10, events / EVENTS_OF_EACH));
    ServiceProcess first = instance(stack, "command-1");
    first.close();
    long begun = System.nanoTime();
    long written =
        new FilledLog(
                stack.kafka().bootstrapServers(), SHARDS, run.clock().instant(), run.plan().seed())
            .write(customers, ORDERS_OF_EACH);
    run.says("%,d events written in %.0f s".formatted(written, (System.nanoTime() - begun) / 1e9));
    first.start();
    var outage = new Outage(customers, SHARDS);
    var rounds = new ArrayList<Map<String, Turn>>();
    for (int i = 1; i <= Math.min(ROUNDS_MAX, run.plan().rounds()); i++) {
      if (i > 1 && run.isOutOfTime()) {
        break;
      }
      Map<String, Turn> round = round(stack, first, outage);
      run.says("%,d events, round %d: %s".formatted(written, i, round));
      rounds.add(round);
    }
    return new Results(
        "%,d events in the log".formatted(written),
        List.of(DISK, NO_DISK, STANDBY),
        List.of(),
        rounds);
  }

  private static Map<String, Turn> round(BenchStack stack, ServiceProcess first, Outage outage)
      throws Exception {
    var round = new LinkedHashMap<String, Turn>();
    round.put(DISK, took(outage.of(() -> killedAndStarted(first, () -> {}), first.url())));
    awaitReady(first);
    var state = new DataDirectory(state(stack, first.name()));
    round.put(NO_DISK, took(outage.of(() -> killedAndStarted(first, state::delete), first.url())));
    awaitReady(first);
    try (var second = instance(stack, "command-2")) {
      Owners.await(stack.kafka().bootstrapServers(), SHARDS, List.of(first.url(), second.url()));
      round.put(STANDBY, took(outage.of(first::kill, second.url())));
      first.start();
    }
    awaitAlone(stack, first.url());
    return round;
  }

  /// It is asked to start by whoever killed it: who asks again returns with them.
  private static void awaitReady(ServiceProcess service) {
    service.start();
  }

  private static void awaitAlone(BenchStack stack, URI url) {
    Owners.await(stack.kafka().bootstrapServers(), SHARDS, List.of(url));
  }

  /// Returns when it is on its way, as whoever looks after it would do.
  private static void killedAndStarted(ServiceProcess service, Runnable between) {
    service.kill();
    between.run();
    Thread.ofVirtual().start(service::start);
  }

  private static ServiceProcess instance(BenchStack stack, String name) {
    return stack.service(
        Service.COMMAND,
        Map.of(
            "COMMAND_PARTITIONS", String.valueOf(SHARDS),
            "COMMAND_NODE", name,
            "COMMAND_STATE_DIR", state(stack, name).toString()));
  }

  private static Path state(BenchStack stack, String name) {
    return stack.directory().of(name);
  }

  private static Turn took(Duration outage) {
    return Turn.of(SECONDS, outage.toNanos() / 1e9);
  }

  private static Map<String, String> settings(Map<String, String> stack) {
    var settings = new LinkedHashMap<>(stack);
    settings.put("shards", String.valueOf(SHARDS));
    settings.put("group.consumer.session.timeout.ms", "3000");
    return settings;
  }

  private static List<String> notes() {
    return List.of(
        "the time of the slowest shard, as a client sees it that asks again every 10 ms with the"
            + " same key; it begins when the process is gone",
        "where another stands by, both own shards; those of the killed one wait for the group's"
            + " session time, unless it is started again before",
        "customers who placed and paid %d orders of 3 lines".formatted(ORDERS_OF_EACH));
  }
}

package dev.tidemark.bench.footprint;

import dev.tidemark.bench.harness.BenchStack;
import dev.tidemark.bench.harness.ClosedLoop;
import dev.tidemark.bench.harness.Memory;
import dev.tidemark.bench.harness.Report;
import dev.tidemark.bench.harness.Results;
import dev.tidemark.bench.harness.Run;
import dev.tidemark.bench.harness.Scenario;
import dev.tidemark.bench.harness.Turn;
import dev.tidemark.bench.shop.Customers;
import dev.tidemark.bench.shop.FilledViews;
import dev.tidemark.bench.shop.Ordering;
import dev.tidemark.localstack.Service;
import dev.tidemark.localstack.ServiceProcess;
import dev.tidemark.localstack.StackProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// Memory of each process, idle and after a load; how long services take to start; and what an
/// event takes of each store.
public final class Footprint implements Scenario {
  private static final int SHARDS = 4;
  private static final Customers CUSTOMERS = new Customers("foot", 1_000);

  /// Until what a start leaves to be done later is done.
  private static final Duration IDLE_AFTER = Duration.ofSeconds(10);

  @Override
  public String name() {
    return "footprint";
  }

  @Override
  public String about() {
    return "memory idle and after a load, time to start, bytes of each store for an event";
  }

  @Override
  public Report run(Run run) throws Exception {
    try (var stack = BenchStack.start(run.plan())) {
      List<ServiceProcess> services =
          List.of(
              stack.service(Service.COMMAND, Map.of("COMMAND_PARTITIONS", String.valueOf(SHARDS))),
              stack.service(Service.PROJECTION, Map.of()),
              stack.service(Service.QUERY, Map.of()));
      Map<String, Turn> processes = started(services);
      List<StackProcess> all = new ArrayList<>(services);
      all.addAll(List.of(stack.kafka(), stack.postgres(), stack.redis()));
      LockSupport.parkNanos(IDLE_AFTER.toNanos());
      addMemory(processes, all, "idle MiB");
      var stores = new StoreBytes(stack);
      StoreBytes.Sizes before = stores.look();
      long events = load(run, services.getFirst());
      FilledViews.await(stack.postgres(), events);
      addMemory(processes, all, "MiB after the load");
      // It writes to its disk what it held in memory.
      services.getFirst().close();
      Map<String, Turn> bytes = stores.look().since(before).perEvent(events);
      return run.report(
          this,
          settings(stack, events),
          List.of(results("Processes", processes), results("Bytes for an event", bytes)),
          notes());
    }
  }

  /// Each once more: the first start leaves an archive of its classes behind.
  private static Map<String, Turn> started(List<ServiceProcess> services) {
    var turns = new LinkedHashMap<String, Turn>();
    for (ServiceProcess service : services) {
      service.close();
      long begun = System.nanoTime();
      service.start();
      turns.put(service.name(), Turn.of("s until ready", (System.nanoTime() - begun) / 1e9));
    }
    return turns;
  }

  private static void addMemory(Map<String, Turn> turns, List<StackProcess> processes, String unit)
      throws IOException {
    for (StackProcess process : processes) {
      double mib = Memory.mib(process);
      turns.merge(process.name(), Turn.of(unit, mib), (turn, _) -> turn.and(unit, mib));
    }
  }

  /// @return how many events it made
  private static long load(Run run, ServiceProcess commands) throws Exception {
    CUSTOMERS.register(commands.url());
    var numbers = new AtomicLong();
    long placed = 0;
    for (int turn = 1; turn <= run.plan().warmUpRounds() + run.plan().rounds(); turn++) {
      ClosedLoop.Done done =
          ClosedLoop.run(
              run.plan().clients(),
              run.plan().each(),
              _ -> new Ordering(commands.url(), CUSTOMERS::skewed, numbers, (_, _) -> {}));
      run.says("turn %d: %,.0f orders/s".formatted(turn, done.perSecond()));
      placed += done.count();
    }
    return CUSTOMERS.count() + placed;
  }

  private static Results results(String title, Map<String, Turn> turns) {
    return new Results(title, new ArrayList<>(turns.keySet()), List.of(), List.of(turns));
  }

  private static Map<String, String> settings(BenchStack stack, long events) {
    var settings = new LinkedHashMap<>(stack.settings());
    settings.put("heap", "640 MiB at most for each service, 320 MiB for Kafka");
    settings.put(
        "load",
        "%,d events: orders of %d lines, placed one by one".formatted(events, Ordering.LINES));
    return settings;
  }

  private static List<String> notes() {
    return List.of(
        "memory: the proportional set size, with child processes; a heap that may grow does so"
            + " before it is cleared",
        "Kafka: the segments of the event topics; PostgreSQL: tables and indexes; RocksDB: the"
            + " state of the command service with the keys it remembers; Redis: what its memory has"
            + " grown by");
  }
}

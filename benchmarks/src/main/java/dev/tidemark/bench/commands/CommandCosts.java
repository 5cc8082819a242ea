package dev.tidemark.bench.commands;

import dev.tidemark.bench.harness.BenchStack;
import dev.tidemark.bench.harness.Client;
import dev.tidemark.bench.harness.ClosedLoop;
import dev.tidemark.bench.harness.Latency;
import dev.tidemark.bench.harness.Report;
import dev.tidemark.bench.harness.Results;
import dev.tidemark.bench.harness.Rounds;
import dev.tidemark.bench.harness.Run;
import dev.tidemark.bench.harness.Scenario;
import dev.tidemark.bench.harness.Throughput;
import dev.tidemark.localstack.Service;
import dev.tidemark.localstack.ServiceProcess;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Orders placed one by one and in bulk, beside what they stand on (a server that does nothing,
/// Kafka's own producer) and beside other designs.
public final class CommandCosts implements Scenario {
  private static final String ORDERS = "orders/s";
  private static final String TIDEMARK = "Tidemark";
  private static final String NOTHING = "a POST that does nothing";
  private static final String PRODUCER = "Kafka's producer";
  private static final String TRANSACTIONS = "Kafka's producer, in transactions";
  private static final int BULK_CLIENTS = 8;

  /// What the load of its own turns would be, before the first: how large groups are then.
  private static final Duration TRIAL = Duration.ofSeconds(5);

  private static final List<String> NOTES =
      List.of(
          "Clients, services and servers share the processors, so that what clients cost is in"
              + " every figure of HTTP. Kafka's producer is called without HTTP.",
          "An order has five lines. It is of one of %,d customers, and has a key of its own."
              .formatted(OrderLoad.CUSTOMERS));

  @Override
  public String name() {
    return "commands";
  }

  @Override
  public String about() {
    return "orders placed one by one and in bulk, beside what that stands on and other designs";
  }

  @Override
  public Report run(Run run) throws Exception {
    var load = new OrderLoad();
    try (var stack = BenchStack.start(run.plan())) {
      ServiceProcess tidemark = stack.service(Service.COMMAND, Map.of());
      URI nothing = stack.program("noop", dev.tidemark.bench.peer.noop.Main.class, Map.of()).url();
      Map<String, URI> peers = peers(stack);
      run.says("registering customers");
      OrderLoad.register(tidemark.url());
      for (URI peer : peers.values()) {
        OrderLoad.register(peer);
      }
      // One order, for its event.
      ClosedLoop.Done _ = ClosedLoop.run(1, Duration.ZERO, load.single(tidemark.url()));
      try (var kafka = PlainProducer.like(stack.kafka().bootstrapServers())) {
        int single = groupOf(tidemark, run.plan().clients(), load.single(tidemark.url()));
        int bulk = groupOf(tidemark, BULK_CLIENTS, load.bulk(tidemark.url()));
        Map<String, String> settings = new LinkedHashMap<>(stack.settings());
        settings.put(
            "transactions",
            "%d orders one by one, %d in bulk, as the service has on average; %d bytes an event"
                .formatted(single, bulk, kafka.bytes()));
        Results oneByOne = oneByOne(run, load, tidemark, nothing, peers, kafka, single);
        return run.report(
            this,
            settings,
            List.of(
                oneByOne,
                inBulk(run, load, tidemark, nothing, kafka, bulk),
                latencies(run, load, tidemark, peers, oneByOne)),
            NOTES);
      }
    }
  }

  private static Map<String, URI> peers(BenchStack stack) {
    var peers = new LinkedHashMap<String, URI>();
    for (Peer peer : Peer.values()) {
      peers.put(peer.title(), stack.program(peer.label(), peer.main(), Map.of()).url());
    }
    return peers;
  }

  private static int groupOf(ServiceProcess tidemark, int clients, Client.Maker load)
      throws Exception {
    ClosedLoop.Done _ = ClosedLoop.run(clients, TRIAL, load);
    Groups before = Groups.of(tidemark.metrics());
    ClosedLoop.Done _ = ClosedLoop.run(clients, TRIAL, load);
    return Groups.of(tidemark.metrics()).sizeSince(before);
  }

  private static Results oneByOne(
      Run run,
      OrderLoad load,
      ServiceProcess tidemark,
      URI nothing,
      Map<String, URI> peers,
      PlainProducer kafka,
      int group)
      throws Exception {
    int clients = run.plan().clients();
    Rounds rounds =
        run.rounds("Orders one by one")
            .add(TIDEMARK, new Throughput(ORDERS, clients, load.single(tidemark.url())))
            .add(NOTHING, new Throughput(ORDERS, clients, load.single(nothing)))
            .add(PRODUCER, new Throughput(ORDERS, clients, kafka.plain(1)))
            .add(
                TRANSACTIONS,
                new Throughput(ORDERS, kafka.partitions(), kafka.transactional(group)))
            .compare(ORDERS, TIDEMARK, NOTHING, "≥ 0.6")
            .compare(ORDERS, TIDEMARK, PRODUCER)
            .compare(ORDERS, TIDEMARK, TRANSACTIONS);
    peers.forEach(
        (name, url) -> rounds.add(name, new Throughput(ORDERS, clients, load.single(url))));
    for (Peer peer : Peer.values()) {
      rounds.compare(ORDERS, TIDEMARK, peer.title(), peer.aim());
    }
    return rounds.run();
  }

  private static Results inBulk(
      Run run, OrderLoad load, ServiceProcess tidemark, URI nothing, PlainProducer kafka, int group)
      throws Exception {
    return run.rounds("Orders in bulk, %d a request".formatted(OrderLoad.ORDERS_IN_BULK))
        .add(TIDEMARK, new Throughput(ORDERS, BULK_CLIENTS, load.bulk(tidemark.url())))
        .add(NOTHING, new Throughput(ORDERS, BULK_CLIENTS, load.bulk(nothing)))
        .add(PRODUCER, new Throughput(ORDERS, BULK_CLIENTS, kafka.plain(OrderLoad.ORDERS_IN_BULK)))
        .add(TRANSACTIONS, new Throughput(ORDERS, kafka.partitions(), kafka.transactional(group)))
        .compare(ORDERS, TIDEMARK, NOTHING)
        .compare(ORDERS, TIDEMARK, PRODUCER)
        .compare(ORDERS, TIDEMARK, TRANSACTIONS, "≥ 0.5")
        .run();
  }

  /// Each at half of what it was found to be capable of.
  private static Results latencies(
      Run run, OrderLoad load, ServiceProcess tidemark, Map<String, URI> peers, Results capacities)
      throws Exception {
    Map<String, URI> all = new LinkedHashMap<>();
    all.put(TIDEMARK, tidemark.url());
    all.putAll(peers);
    Rounds rounds = run.rounds("Latency at half of each one's capacity");
    all.forEach((name, url) ->
        rounds.add(
            name,
            new Latency(
                ORDERS,
                capacities.figure(name, ORDERS).median() / 2,
                run.plan().clients(),
                load.single(url))));
    peers.keySet().forEach(name -> rounds.compare(Latency.P99, TIDEMARK, name));
    return rounds.run();
  }
}

package dev.tidemark.command;

import dev.tidemark.command.http.CommandRoutes;
import dev.tidemark.command.http.SessionTokens;
import dev.tidemark.command.log.KafkaShardLog;
import dev.tidemark.command.log.LogSettings;
import dev.tidemark.command.log.OwnersReader;
import dev.tidemark.command.routing.Changes;
import dev.tidemark.command.routing.Departure;
import dev.tidemark.command.routing.Forwarder;
import dev.tidemark.command.routing.Ownership;
import dev.tidemark.command.routing.Ownerships;
import dev.tidemark.command.routing.Router;
import dev.tidemark.command.routing.RoutingMeters;
import dev.tidemark.command.shard.ShardMeters;
import dev.tidemark.command.shard.Shards;
import dev.tidemark.command.store.RocksStores;
import dev.tidemark.command.topics.Topics;
import dev.tidemark.events.codec.EventCodec;
import dev.tidemark.events.kafka.EventRecords;
import dev.tidemark.runtime.Lifecycle;
import dev.tidemark.runtime.Program;
import dev.tidemark.runtime.http.AdminServer;
import dev.tidemark.runtime.http.HttpServer;
import dev.tidemark.runtime.http.Route;
import dev.tidemark.runtime.membership.Membership;
import dev.tidemark.runtime.membership.MembershipMeters;
import dev.tidemark.runtime.metrics.Metrics;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;

/// The command service: topics, stores, shards, HTTP, membership; closed in reverse, so that others
/// take over first, and whoever was let in is answered.
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    program(hostName()).run(arguments, System.getenv());
  }

  /// @param hostName the name of an instance that is given none
  public static Program<?> program(String hostName) {
    return new Program<>(
        "command-service",
        "decides commands and appends events",
        "COMMAND_",
        settings -> CommandSettings.read(settings, hostName),
        settings ->
            settings
                .handoverMax()
                .plus(settings.http().stopWaits())
                .plus(settings.admin().stopWaits()),
        Main::start);
  }

  static void start(CommandSettings settings, Lifecycle lifecycle) {
    var clock = Clock.systemUTC();
    var random = new SecureRandom();
    Metrics metrics = metrics(settings, lifecycle, random);
    // A process that is started again is another node: it must not take its predecessor for itself.
    String node = "%s-%08x".formatted(settings.node(), random.nextInt());
    LogSettings logSettings = settings.log(node);
    var changes = new Changes();
    var shards =
        lifecycle.add("shards", shards(settings, logSettings, clock, changes, metrics, lifecycle));
    shards.start();
    int requestsMax = settings.http().requestsMax();
    var ownerships = new Ownerships(shards.count(), changes);
    var owners =
        lifecycle.add(
            "owners",
            OwnersReader.start(
                shards.count(),
                logSettings,
                (opening, shard) -> heard(shard, opening, node, ownerships, shards)));
    var routed = new RoutingMeters(metrics);
    var router =
        new Router(
            shards,
            ownerships,
            changes,
            node,
            settings.endpoint(),
            settings.parkMax(),
            Math.max(1, requestsMax / 2),
            clock,
            routed);
    var forwarder =
        lifecycle.add(
            "forwarder", new Forwarder(ownerships, Math.max(1, requestsMax / 4), clock, routed));
    var routes = routes(settings, shards, router, forwarder, clock, random, metrics);
    lifecycle.add(
        "http",
        HttpServer.start(settings.http(), routes, lifecycle.health(), metrics, random.nextLong()));
    // Not before this process listens: then whoever did so before is no more.
    owners.whenCaughtUp(() -> router.predecessorsShards().forEach(shards::adopt));
    var membership = Membership.start(settings.membership(node), shards, random);
    MembershipMeters.watch(metrics, membership);
    lifecycle.add("membership", new Departure(membership, shards, changes, settings.handoverMax()));
    new ShardHealth(membership, owners, shards, router).register(lifecycle.health());
  }

  /// Before all else, so that operators see what keeps a service from starting.
  private static Metrics metrics(
      CommandSettings settings, Lifecycle lifecycle, SecureRandom random) {
    var metrics = lifecycle.add("metrics", Metrics.ofProcess());
    lifecycle.add(
        "admin",
        AdminServer.start(settings.admin(), lifecycle.health(), metrics, random.nextLong()));
    return metrics;
  }

  private static List<Route> routes(
      CommandSettings settings,
      Shards shards,
      Router router,
      Forwarder forwarder,
      Clock clock,
      SecureRandom random,
      Metrics metrics) {
    return new CommandRoutes(
            shards,
            router,
            forwarder,
            new SessionTokens(settings.sessionSecret()),
            settings.timeToDecide(),
            settings.bodiesMib(),
            clock,
            random,
            metrics)
        .all();
  }

  private static void heard(
      int shard, Ownership opening, String self, Ownerships ownerships, Shards shards) {
    ownerships.heard(shard, opening);
    if (!opening.node().equals(self)) {
      shards.overtaken(shard, opening.term());
    }
  }

  private static Shards shards(
      CommandSettings settings,
      LogSettings logSettings,
      Clock clock,
      Changes changes,
      Metrics metrics,
      Lifecycle lifecycle) {
    String logIdentity = Topics.ensure(settings.brokers(), settings.topics(), settings.profile());
    var stores = new RocksStores(settings.stateDirectory(), logIdentity, settings.keyWindow());
    var records = new EventRecords(new EventCodec());
    return new Shards(
        settings.topics().partitions(),
        shard -> new KafkaShardLog(shard, logSettings, records, clock),
        stores,
        settings.inbox(),
        settings.isStandby(),
        clock,
        new ShardMeters(metrics),
        changes::happened,
        cause -> lifecycle.fail("a shard cannot go on", cause));
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }
}

package dev.tidemark.command;

import dev.tidemark.command.http.CommandRoutes;
import dev.tidemark.command.http.SessionTokens;
import dev.tidemark.command.log.KafkaShardLog;
import dev.tidemark.command.log.LogSettings;
import dev.tidemark.command.shard.ShardState;
import dev.tidemark.command.shard.Shards;
import dev.tidemark.command.store.RocksStores;
import dev.tidemark.command.topics.Topics;
import dev.tidemark.events.codec.EventCodec;
import dev.tidemark.events.kafka.EventRecords;
import dev.tidemark.runtime.Lifecycle;
import dev.tidemark.runtime.Program;
import dev.tidemark.runtime.health.Health;
import dev.tidemark.runtime.http.HttpServer;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;

/// The command service: topics, stores, shards, HTTP; closed in reverse, so that whoever was let in
/// is answered.
final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    new Program<>(
            "command-service",
            "decides commands and appends events",
            "COMMAND_",
            settings -> CommandSettings.read(settings, hostName()),
            Main::start)
        .run(arguments, System.getenv());
  }

  static void start(CommandSettings settings, Lifecycle lifecycle) {
    var clock = Clock.systemUTC();
    var random = new SecureRandom();
    String logIdentity = Topics.ensure(settings.bootstrapServers(), settings.topics());
    var stores = new RocksStores(settings.stateDirectory(), logIdentity);
    var records = new EventRecords(new EventCodec());
    var logSettings =
        new LogSettings(
            settings.bootstrapServers(),
            settings.node(),
            settings.endpoint(),
            settings.topics().compression().label(),
            settings.replayStallMax());
    var shards =
        lifecycle.add(
            "shards",
            new Shards(
                settings.topics().partitions(),
                shard -> new KafkaShardLog(shard, logSettings, records, clock),
                stores,
                settings.inbox(),
                clock,
                cause -> lifecycle.fail("a shard cannot go on", cause)));
    lifecycle.health().register("shards", () -> state(shards.states()));
    shards.start();
    var routes =
        new CommandRoutes(
            shards,
            new SessionTokens(settings.sessionSecret()),
            settings.timeToDecide(),
            settings.bodiesMib(),
            clock,
            random);
    lifecycle.add(
        "http",
        HttpServer.start(settings.http(), routes.all(), lifecycle.health(), random.nextLong()));
  }

  private static Health.State state(List<ShardState> shards) {
    boolean allServe = shards.stream().allMatch(ShardState.SERVING::equals);
    return allServe ? Health.State.up("all serve") : Health.State.down(shards.toString());
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }
}

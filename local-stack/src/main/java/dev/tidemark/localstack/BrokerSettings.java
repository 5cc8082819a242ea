package dev.tidemark.localstack;

import java.util.Map;
import java.util.TreeMap;

/// The settings of a lone broker on a developer's machine.
final class BrokerSettings {
  private static final String NODE_ID = "1";
  private static final String HOST = "127.0.0.1";

  private BrokerSettings() {}

  /// @param host that it listens on, where clients reach it as `127.0.0.1`
  /// @param port the same for it as for its clients: it is one of them
  static Map<String, String> of(String host, int port, int controllerPort) {
    var settings = new TreeMap<String, String>();
    node(settings, host, port, controllerPort);
    internalTopics(settings);
    promptness(settings);
    footprint(settings);
    return settings;
  }

  private static void node(
      Map<String, String> settings, String host, int port, int controllerPort) {
    settings.put("process.roles", "broker,controller");
    settings.put("node.id", NODE_ID);
    // A static quorum keeps the controller's address out of the data, so ports may change.
    settings.put("controller.quorum.voters", NODE_ID + "@" + HOST + ":" + controllerPort);
    settings.put("controller.listener.names", "CONTROLLER");
    settings.put(
        "listeners",
        "PLAINTEXT://%s:%d,CONTROLLER://%s:%d".formatted(host, port, HOST, controllerPort));
    settings.put("advertised.listeners", "PLAINTEXT://%s:%d".formatted(HOST, port));
    settings.put("inter.broker.listener.name", "PLAINTEXT");
    // Topics carry history: they are made with the right settings or not at all.
    settings.put("auto.create.topics.enable", "false");
  }

  private static void internalTopics(Map<String, String> settings) {
    for (var topic :
        new String[] {"offsets.topic", "transaction.state.log", "share.coordinator.state.topic"}) {
      settings.put(topic + ".replication.factor", "1");
      settings.put(topic + ".num.partitions", "4");
    }
    settings.put("transaction.state.log.min.isr", "1");
    settings.put("share.coordinator.state.topic.min.isr", "1");
  }

  /// A broker that was killed may come back once its old session has ended: 9 s by default.
  private static void promptness(Map<String, String> settings) {
    settings.put("broker.session.timeout.ms", "1000");
    settings.put("broker.heartbeat.interval.ms", "200");
    groups(settings);
    // A producer's next transaction waits for the markers of its last one, which takes a moment.
    // By default the broker looks again after 20 ms only, and so makes commits in a row slow.
    settings.put("add.partitions.to.txn.retry.backoff.ms", "1");
  }

  /// Members of groups that died are noticed after 45 s by default, and others learn of it with
  /// their next heartbeat, each 5 s. A member that is paused for 2 s is none that died.
  private static void groups(Map<String, String> settings) {
    settings.put("group.initial.rebalance.delay.ms", "0");
    settings.put("group.consumer.session.timeout.ms", "3000");
    settings.put("group.consumer.min.session.timeout.ms", "3000");
    settings.put("group.consumer.heartbeat.interval.ms", "300");
    settings.put("group.consumer.min.heartbeat.interval.ms", "300");
    // Who joins is answered with what it is assigned, and not one heartbeat later.
    settings.put("group.consumer.assignment.interval.ms", "0");
    settings.put("group.consumer.assignor.offload.enable", "false");
  }

  private static void footprint(Map<String, String> settings) {
    settings.put("num.network.threads", "2");
    settings.put("num.io.threads", "4");
    // 128 MiB of heap by default.
    settings.put("log.cleaner.dedupe.buffer.size", "16777216");
  }
}

package dev.tidemark.localbroker;

import java.nio.file.Path;
import java.util.Properties;

/// The settings of a lone broker on a developer's machine.
final class BrokerSettings {
  static final int NODE_ID = 1;
  static final String CONTROLLER_LISTENER = "CONTROLLER";

  private static final String HOST = "127.0.0.1";

  private BrokerSettings() {}

  static Properties of(Path directory, int port, int controllerPort) {
    var settings = new Properties();
    node(settings, directory, port, controllerPort);
    internalTopics(settings);
    promptness(settings);
    footprint(settings);
    return settings;
  }

  private static void node(Properties settings, Path directory, int port, int controllerPort) {
    settings.setProperty("process.roles", "broker,controller");
    settings.setProperty("node.id", String.valueOf(NODE_ID));
    settings.setProperty("log.dirs", directory.toString());
    // A static quorum keeps the controller's address out of the data, so ports may change.
    settings.setProperty("controller.quorum.voters", NODE_ID + "@" + HOST + ":" + controllerPort);
    settings.setProperty("controller.listener.names", CONTROLLER_LISTENER);
    settings.setProperty(
        "listeners",
        "PLAINTEXT://%s:%d,%s://%s:%d"
            .formatted(HOST, port, CONTROLLER_LISTENER, HOST, controllerPort));
    settings.setProperty("inter.broker.listener.name", "PLAINTEXT");
    // Topics carry history: they are made with the right settings or not at all.
    settings.setProperty("auto.create.topics.enable", "false");
  }

  private static void internalTopics(Properties settings) {
    for (var topic :
        new String[] {"offsets.topic", "transaction.state.log", "share.coordinator.state.topic"}) {
      settings.setProperty(topic + ".replication.factor", "1");
      settings.setProperty(topic + ".num.partitions", "4");
    }
    settings.setProperty("transaction.state.log.min.isr", "1");
    settings.setProperty("share.coordinator.state.topic.min.isr", "1");
  }

  /// A broker that was killed may come back once its old session has ended: 9 s by default.
  private static void promptness(Properties settings) {
    settings.setProperty("broker.session.timeout.ms", "1000");
    settings.setProperty("broker.heartbeat.interval.ms", "200");
    groups(settings);
    // A producer's next transaction waits for the markers of its last one, which takes a moment.
    // By default the broker looks again after 20 ms only, and so makes commits in a row slow.
    settings.setProperty("add.partitions.to.txn.retry.backoff.ms", "1");
  }

  /// Members of groups that died are noticed after 45 s by default, and others learn of it with
  /// their next heartbeat, each 5 s. A member that is paused for 2 s is none that died.
  private static void groups(Properties settings) {
    settings.setProperty("group.initial.rebalance.delay.ms", "0");
    settings.setProperty("group.consumer.session.timeout.ms", "3000");
    settings.setProperty("group.consumer.min.session.timeout.ms", "3000");
    settings.setProperty("group.consumer.heartbeat.interval.ms", "300");
    settings.setProperty("group.consumer.min.heartbeat.interval.ms", "300");
    // Who joins is answered with what it is assigned, and not one heartbeat later.
    settings.setProperty("group.consumer.assignment.interval.ms", "0");
    settings.setProperty("group.consumer.assignor.offload.enable", "false");
  }

  private static void footprint(Properties settings) {
    settings.setProperty("num.network.threads", "2");
    settings.setProperty("num.io.threads", "4");
    // 128 MiB of heap by default.
    settings.setProperty("log.cleaner.dedupe.buffer.size", "16777216");
  }
}

package dev.tidemark.command.log;

import dev.tidemark.command.topics.TopicSettings;
import dev.tidemark.command.topics.TopicSettings.Compression;
import dev.tidemark.command.topics.Topics;
import dev.tidemark.localstack.DataDirectory;
import dev.tidemark.localstack.KafkaServer;
import dev.tidemark.localstack.Ports;
import dev.tidemark.localstack.Profile;
import dev.tidemark.runtime.brokers.Brokers;
import java.time.Duration;
import java.util.Map;

/// A broker that runs at full speed, with topics.
final class MeasuredBroker implements AutoCloseable {
  static final int SHARDS = 4;
  private static final Duration STALL_MAX = Duration.ofSeconds(2);

  private final DataDirectory directory = DataDirectory.temporary();
  private final KafkaServer kafka;

  /// @param retryMs after so long the broker looks again whether the last transaction of an id is
  ///   over: 1 in the local stack, 20 by default
  MeasuredBroker(int retryMs) {
    this.kafka =
        new KafkaServer(
            directory,
            Profile.DURABLE,
            Ports.free(),
            Ports.free(),
            Map.of("add.partitions.to.txn.retry.backoff.ms", String.valueOf(retryMs)));
    kafka.start();
    Topics.ensure(
        Brokers.plain(kafka.bootstrapServers()),
        new TopicSettings(SHARDS, 1, Compression.LZ4),
        dev.tidemark.runtime.settings.Profile.DEVELOPMENT);
  }

  LogSettings settings() {
    return new LogSettings(
        Brokers.plain(kafka.bootstrapServers()), "node", "http://127.0.0.1:1", "lz4", STALL_MAX);
  }

  @Override
  public void close() {
    kafka.close();
    directory.delete();
  }
}

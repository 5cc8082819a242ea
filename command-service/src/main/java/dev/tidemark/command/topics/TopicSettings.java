package dev.tidemark.command.topics;

import dev.tidemark.events.kafka.TopicRules;
import dev.tidemark.runtime.settings.Settings;
import java.util.Locale;

/// How the topics must be.
///
/// @param partitions of every topic: the number of shards. It can never be changed
public record TopicSettings(int partitions, int replicationFactor, Compression compression) {
  /// What both Kafka and everything that reads its files know.
  public enum Compression {
    ZSTD,
    LZ4;

    /// As Kafka calls it.
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final int PARTITIONS_MAX = 256;

  public static TopicSettings read(Settings settings) {
    var read =
        new TopicSettings(
            settings.integer(
                "COMMAND_PARTITIONS", 4, 1, PARTITIONS_MAX, "shards; fixed once topics are there"),
            settings.integer("COMMAND_REPLICATION_FACTOR", 1, 1, 9, "copies of each topic"),
            settings.choice("COMMAND_COMPRESSION", Compression.LZ4, "compression of the topics"));
    settings.requireInProduction(
        "COMMAND_REPLICATION_FACTOR",
        read.replicationFactor() >= TopicRules.REPLICAS_MIN,
        "must be at least %d in production, but was %d"
            .formatted(TopicRules.REPLICAS_MIN, read.replicationFactor()));
    return read;
  }
}

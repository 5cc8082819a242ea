package dev.tidemark.events.kafka;

import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;

/// How topics must be set, whoever makes them, so that the log can be relied on.
public final class TopicRules {
  /// Only these close the hole through which a late write of a fenced producer could slip into the
  /// transaction of its successor.
  public static final short TRANSACTION_VERSION_MIN = 2;

  /// Where Kafka keeps what it knows of transactions.
  public static final String TRANSACTIONS = "__transaction_state";

  /// Copies of each topic, where the loss of a broker must lose nothing that was acknowledged.
  public static final int REPLICAS_MIN = 3;

  /// Of these, as many as must have a record before it is acknowledged.
  public static final int IN_SYNC_MIN = 2;

  /// An event is at most 900,000 bytes of JSON, beside its headers.
  private static final String MESSAGE_BYTES_MAX = "2097152";

  /// Of an event topic. Nothing is ever deleted: the log is the truth, everything else is made from
  /// it.
  public static final Map<String, String> HISTORY =
      Map.of(
          TopicConfig.CLEANUP_POLICY_CONFIG,
          TopicConfig.CLEANUP_POLICY_DELETE,
          TopicConfig.RETENTION_MS_CONFIG,
          "-1",
          TopicConfig.RETENTION_BYTES_CONFIG,
          "-1",
          TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
          MESSAGE_BYTES_MAX);

  /// Of [ShardOpened#TOPIC].
  public static final Map<String, String> LATEST_ONLY =
      Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);

  private TopicRules() {}
}

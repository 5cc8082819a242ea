package dev.tidemark.command.log;

import dev.tidemark.command.shard.LogFailedException;
import dev.tidemark.command.shard.Opened;
import dev.tidemark.events.Envelope;
import dev.tidemark.events.UserEvent.UserRegistered;
import dev.tidemark.events.codec.EventCodec;
import dev.tidemark.events.kafka.EventRecords;
import dev.tidemark.events.kafka.LogEntry;
import dev.tidemark.events.value.CommandId;
import dev.tidemark.events.value.Username;
import dev.tidemark.runtime.brokers.Brokers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Logs of shards at a broker, and what to write into them.
final class GivenLogs {
  static final EventRecords RECORDS = new EventRecords(new EventCodec());
  private static final Instant NOW = Instant.parse("2026-01-01T10:00:00Z");
  private static final Duration STALL_MAX = Duration.ofSeconds(10);

  private final LogSettings settings;

  GivenLogs(String brokers) {
    this.settings =
        new LogSettings(Brokers.plain(brokers), "node", "http://127.0.0.1:1", "lz4", STALL_MAX);
  }

  KafkaShardLog log(int shard) {
    return new KafkaShardLog(shard, settings, RECORDS, () -> NOW);
  }

  /// As every owner was once.
  KafkaShardLog logOfOneId(int shard) {
    List<String> first = ShardProducers.ids(shard).subList(0, 1);
    return new KafkaShardLog(shard, first, settings, RECORDS, () -> NOW);
  }

  ShardProducer producer(String id) {
    return new ShardProducer(id, settings);
  }

  static Envelope registered(String username) {
    var event = new UserRegistered(new Username(username), null, null, null);
    return new Envelope(event, 1, new CommandId("k"), "hash", 0, null, null, null, NOW, NOW);
  }

  /// Whose registration is in the log before the markers, in order.
  static List<String> usernames(KafkaShardLog log, Opened opened) throws LogFailedException {
    var usernames = new ArrayList<String>();
    log.replay(
        opened,
        Map.of(),
        entries -> {
          for (LogEntry entry : entries) {
            if (entry instanceof LogEntry.Recorded(_, var envelope)) {
              usernames.add(envelope.event().username().value());
            }
          }
        });
    return usernames;
  }
}

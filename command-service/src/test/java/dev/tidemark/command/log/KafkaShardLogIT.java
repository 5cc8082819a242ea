package dev.tidemark.command.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.command.shard.LogFailedException;
import dev.tidemark.command.shard.Opened;
import dev.tidemark.command.topics.TopicSettings;
import dev.tidemark.command.topics.TopicSettings.Compression;
import dev.tidemark.command.topics.Topics;
import dev.tidemark.events.Envelope;
import dev.tidemark.events.EventTopic;
import dev.tidemark.events.UserEvent.UserRegistered;
import dev.tidemark.events.codec.EventCodec;
import dev.tidemark.events.consistency.Position;
import dev.tidemark.events.kafka.EventRecords;
import dev.tidemark.events.kafka.LogEntry;
import dev.tidemark.events.value.CommandId;
import dev.tidemark.events.value.Username;
import dev.tidemark.localstack.LocalStack;
import dev.tidemark.runtime.brokers.Brokers;
import dev.tidemark.runtime.settings.Profile;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class KafkaShardLogIT {
  private static final LocalStack STACK = LocalStack.onDemand();
  private static final Instant NOW = Instant.parse("2026-01-01T10:00:00Z");
  private static final int SHARDS = 4;

  @BeforeAll
  static void start() {
    Topics.ensure(
        Brokers.plain(STACK.kafka().bootstrapServers()),
        new TopicSettings(SHARDS, 1, Compression.LZ4),
        Profile.DEVELOPMENT);
  }

  @AfterAll
  static void stop() {
    STACK.close();
  }

  private static KafkaShardLog log(int shard) {
    var settings =
        new LogSettings(
            Brokers.plain(STACK.kafka().bootstrapServers()),
            "node",
            "http://127.0.0.1:1",
            "lz4",
            Duration.ofSeconds(2));
    return new KafkaShardLog(shard, settings, new EventRecords(new EventCodec()), () -> NOW);
  }

  private static Envelope registered(String username) {
    var event = new UserRegistered(new Username(username), null, null, null);
    return new Envelope(event, 1, new CommandId("k"), "hash", 0, null, null, null, NOW, NOW);
  }

  private static List<LogEntry> replay(
      KafkaShardLog log, Opened opened, Map<EventTopic, Long> after) throws LogFailedException {
    var entries = new ArrayList<LogEntry>();
    log.replay(opened, after, entries::addAll);
    return entries;
  }

  private static List<String> usernames(List<LogEntry> entries) {
    return entries.stream()
        .filter(LogEntry.Recorded.class::isInstance)
        .map(entry -> ((LogEntry.Recorded) entry).envelope().event().username().value())
        .toList();
  }

  @Test
  void whatWasAppendedIsReplayedFromThePositionOnThatIsAskedFor() throws LogFailedException {
    try (var log = log(0)) {
      log.open();
      List<Position> positions = log.append(List.of(registered("anna"), registered("bert")));
      Opened opened = log.open();

      assertThat(usernames(replay(log, opened, Map.of()))).containsExactly("anna", "bert");
      assertThat(replay(log, opened, Map.of(EventTopic.USERS, positions.getLast().offset())))
          .filteredOn(entry -> entry.position().topic() == EventTopic.USERS)
          .extracting(LogEntry::position)
          .as("the record that was applied last comes once more")
          .startsWith(positions.getLast());
    }
  }

  @Test
  void termsGrow() throws LogFailedException {
    try (var log = log(1)) {
      long first = log.open().term();

      assertThat(log.open().term()).isGreaterThan(first);
    }
  }

  @Test
  void theSlowerOfTwoWritersIsFencedAndLeavesNothing() throws LogFailedException {
    try (var slower = log(2);
        var faster = log(2)) {
      slower.open();
      slower.append(List.of(registered("before")));
      Opened opened = faster.open();

      assertThatThrownBy(() -> slower.append(List.of(registered("after"))))
          .isInstanceOf(LogFailedException.class)
          .hasMessageContaining("Appending to shard 2 failed");

      assertThat(usernames(replay(faster, opened, Map.of()))).containsExactly("before");
      faster.append(List.of(registered("goes-on")));
    }
  }

  @Test
  void whoeverIsFencedIsToldSoEvenIfItAppendsNothing() throws LogFailedException {
    try (var slower = log(1);
        var faster = log(1)) {
      slower.open();
      slower.append(List.of(registered("anna")));
      slower.confirm();
      faster.open();
      faster.confirm();

      assertThatThrownBy(slower::confirm)
          .isInstanceOf(LogFailedException.class)
          .hasMessageContaining("but others opened it");
      faster.confirm();
    }
  }

  @Test
  void aReplayThatStandsStillSaysWhatPinsIt() throws LogFailedException {
    try (var intruder = intruder();
        var log = log(3)) {
      intruder.initTransactions();
      intruder.beginTransaction();
      var bytes = new byte[] {'x'};
      intruder.send(new ProducerRecord<>(EventTopic.USERS.topicName(), 3, bytes, bytes));
      intruder.flush();
      Opened opened = log.open();

      assertThatThrownBy(() -> replay(log, opened, Map.of()))
          .isInstanceOf(LogFailedException.class)
          .hasMessageContaining("users.events-3 is read to 0, its marker is 1")
          .hasMessageContaining("its last stable offset 0");
      intruder.abortTransaction();
    }
  }

  private static KafkaProducer<byte[], byte[]> intruder() {
    return new KafkaProducer<>(
        Map.of(
            "bootstrap.servers", STACK.kafka().bootstrapServers(), "transactional.id", "intruder"),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }
}

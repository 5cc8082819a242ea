package dev.tidemark.query.changes;

import dev.tidemark.events.Envelope;
import dev.tidemark.events.EventTopic;
import dev.tidemark.events.codec.EventCodec;
import dev.tidemark.events.kafka.EventRecords;
import dev.tidemark.events.value.Username;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// Writes events to the log as the command service does: in transactions, each to its customer's
/// shard.
public final class TestLog implements AutoCloseable {
  public static final int SHARDS = 4;

  private final EventRecords records = new EventRecords(new EventCodec());
  private final KafkaProducer<byte[], byte[]> producer;

  public TestLog(String bootstrapServers, String name) {
    this.producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrapServers, "transactional.id", name),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    producer.initTransactions();
  }

  /// Creates the topics unless they are there.
  public static void createTopics(String bootstrapServers) throws Exception {
    try (var admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      admin
          .createTopics(
              Arrays.stream(EventTopic.values())
                  .map(topic ->
                      new NewTopic(topic.topicName(), Optional.of(SHARDS), Optional.empty())
                          .configs(Map.of("retention.ms", "-1")))
                  .toList())
          .all()
          .get();
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw e;
      }
    }
  }

  static int shard(String username) {
    return new Username(username).slot().shard(SHARDS);
  }

  /// In one transaction.
  void write(Envelope... envelopes) {
    begin(envelopes);
    commit();
  }

  /// Leaves the transaction open.
  void begin(Envelope... envelopes) {
    producer.beginTransaction();
    for (Envelope envelope : envelopes) {
      producer.send(recordOf(envelope));
    }
    producer.flush();
  }

  void commit() {
    producer.commitTransaction();
  }

  void abort() {
    producer.abortTransaction();
  }

  void writeRaw(List<ProducerRecord<byte[], byte[]>> raw) {
    producer.beginTransaction();
    raw.forEach(producer::send);
    producer.commitTransaction();
  }

  ProducerRecord<byte[], byte[]> recordOf(Envelope envelope) {
    return records.write(envelope, envelope.event().username().slot().shard(SHARDS));
  }

  @Override
  public void close() {
    producer.close();
  }
}

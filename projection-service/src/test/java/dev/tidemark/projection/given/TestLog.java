package dev.tidemark.projection.given;

import dev.tidemark.events.Envelope;
import dev.tidemark.events.EventTopic;
import dev.tidemark.events.codec.EventCodec;
import dev.tidemark.events.kafka.EventRecords;
import dev.tidemark.events.kafka.ShardOpened;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// Writes events to the log as the command service does: in transactions.
public final class TestLog implements AutoCloseable {
  private final EventRecords records = new EventRecords(new EventCodec());
  private final KafkaProducer<byte[], byte[]> producer;
  private final int shard;

  /// @param shard to which everything is written, whoever the customer is
  public TestLog(String bootstrapServers, int shard) {
    this.shard = shard;
    this.producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "transactional.id",
                "test-log-" + shard,
                "linger.ms",
                5,
                "compression.type",
                "lz4"),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    producer.initTransactions();
  }

  /// Creates the topics unless they are there.
  public static void createTopics(String bootstrapServers, int shards) throws Exception {
    var names =
        Stream.concat(
            Arrays.stream(EventTopic.values()).map(EventTopic::topicName),
            Stream.of(ShardOpened.TOPIC));
    try (var admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      admin
          .createTopics(
              names
                  .map(name ->
                      new NewTopic(name, Optional.of(shards), Optional.empty())
                          // What happened long ago is not to be deleted for it.
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

  /// In one transaction.
  public void write(Envelope... envelopes) {
    write(List.of(envelopes));
  }

  public void write(List<Envelope> envelopes) {
    producer.beginTransaction();
    envelopes.forEach(envelope -> producer.send(records.write(envelope, shard)));
    producer.commitTransaction();
  }

  public void abort(Envelope... envelopes) {
    producer.beginTransaction();
    for (Envelope envelope : envelopes) {
      producer.send(records.write(envelope, shard));
    }
    producer.flush();
    producer.abortTransaction();
  }

  public ProducerRecord<byte[], byte[]> recordOf(Envelope envelope) {
    return records.write(envelope, shard);
  }

  public void writeRaw(ProducerRecord<byte[], byte[]> raw) {
    producer.beginTransaction();
    producer.send(raw);
    producer.commitTransaction();
  }

  @Override
  public void close() {
    producer.close();
  }
}

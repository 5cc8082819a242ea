package dev.tidemark.query;

import dev.tidemark.events.Envelope;
import dev.tidemark.events.EventTopic;
import dev.tidemark.events.codec.EventCodec;
import dev.tidemark.events.consistency.ConsistencyToken;
import dev.tidemark.events.consistency.Position;
import dev.tidemark.events.kafka.EventRecords;
import dev.tidemark.events.kafka.ShardOpened;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// Writes events to one shard of the log as the command service does: in transactions.
final class WrittenLog implements AutoCloseable {
  private final EventRecords records = new EventRecords(new EventCodec());
  private final KafkaProducer<byte[], byte[]> producer;
  private final int shard;

  WrittenLog(String bootstrapServers, int shard) {
    this.shard = shard;
    this.producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrapServers, "transactional.id", "written-" + shard),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    producer.initTransactions();
  }

  /// Creates the topics unless they are there.
  static void createTopics(String bootstrapServers) throws Exception {
    var names =
        Stream.concat(
            Arrays.stream(EventTopic.values()).map(EventTopic::topicName),
            Stream.of(ShardOpened.TOPIC));
    var topics =
        names
            .map(name ->
                new NewTopic(name, Optional.of(Samples.SHARDS), Optional.empty())
                    .configs(Map.of("retention.ms", "-1")))
            .toList();
    try (var admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      admin.createTopics(topics).all().get();
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw e;
      }
    }
  }

  /// In one transaction.
  ///
  /// @return what its writer has seen
  ConsistencyToken write(Envelope... envelopes) throws Exception {
    ConsistencyToken written = begin(envelopes);
    commit();
    return written;
  }

  /// Leaves the transaction open.
  ConsistencyToken begin(Envelope... envelopes) throws Exception {
    producer.beginTransaction();
    var sent = new ArrayList<Future<RecordMetadata>>();
    for (Envelope envelope : envelopes) {
      sent.add(producer.send(records.write(envelope, shard)));
    }
    ConsistencyToken written = ConsistencyToken.EMPTY;
    for (int i = 0; i < envelopes.length; i++) {
      EventTopic topic = envelopes[i].event().topic();
      written = written.with(new Position(topic, shard, sent.get(i).get().offset()));
    }
    return written;
  }

  void commit() {
    producer.commitTransaction();
  }

  void abort() {
    producer.abortTransaction();
  }

  @Override
  public void close() {
    producer.close();
  }
}

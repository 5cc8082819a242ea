package dev.tidemark.bench.commands;

import static java.util.Objects.requireNonNull;

import dev.tidemark.bench.harness.Client;
import dev.tidemark.events.EventTopic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// The ceiling of whatever is built on Kafka: its own producer, which sends the very bytes of an
/// order's event (key, value, headers) to a topic like that of orders, and decides nothing. In this
/// process, so that no HTTP is in it.
///
/// Compression, `acks=all`, `linger.ms=0` and the size of batches are those of the command service,
/// where they were found to be the quickest.
final class PlainProducer implements AutoCloseable {
  private static final String TOPIC = "ceiling";
  private static final int BATCH_BYTES = 256 << 10;
  private static final Duration POLL = Duration.ofMillis(200);
  private static final int POLLS_MAX = 100;

  private final String brokers;
  private final int partitions;
  private final String compression;
  private final ConsumerRecord<byte[], byte[]> event;
  private final KafkaProducer<byte[], byte[]> shared;

  private PlainProducer(
      String brokers, int partitions, String compression, ConsumerRecord<byte[], byte[]> event) {
    this.brokers = brokers;
    this.partitions = partitions;
    this.compression = compression;
    this.event = event;
    this.shared = producer(Map.of());
  }

  /// @param brokers where an order was placed already, whose event is sent over and over
  static PlainProducer like(String brokers) throws ExecutionException, InterruptedException {
    String orders = EventTopic.ORDERS.topicName();
    Map<String, Object> config = Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, brokers);
    try (var admin = Admin.create(config)) {
      var resource = new ConfigResource(ConfigResource.Type.TOPIC, orders);
      String compression =
          requireNonNull(admin.describeConfigs(List.of(resource)).all().get().get(resource))
              .get(TopicConfig.COMPRESSION_TYPE_CONFIG)
              .value();
      int partitions =
          requireNonNull(admin.describeTopics(List.of(orders)).allTopicNames().get().get(orders))
              .partitions()
              .size();
      admin
          .createTopics(
              List.of(
                  new NewTopic(TOPIC, Optional.of(partitions), Optional.empty())
                      .configs(Map.of(TopicConfig.COMPRESSION_TYPE_CONFIG, compression))))
          .all()
          .get();
      return new PlainProducer(brokers, partitions, compression, order(brokers, partitions));
    }
  }

  /// Clients of one producer, as its makers advise, each of whom waits for so many events of its
  /// own at a time.
  Client.Maker plain(int events) {
    return number ->
        () -> {
          var sent = new ArrayList<Future<RecordMetadata>>();
          for (int i = 0; i < events; i++) {
            sent.add(shared.send(event((number + i) % partitions)));
          }
          for (Future<RecordMetadata> each : sent) {
            RecordMetadata _ = each.get();
          }
          return events;
        };
  }

  /// Clients with a producer and a partition each, who commit so many events in each transaction.
  Client.Maker transactional(int events) {
    return number -> {
      var producer = producer(Map.of(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "ceiling-" + number));
      producer.initTransactions();
      return new Client() {
        @Override
        public int once() {
          producer.beginTransaction();
          for (int i = 0; i < events; i++) {
            Future<RecordMetadata> _ = producer.send(event(number % partitions));
          }
          producer.commitTransaction();
          return events;
        }

        @Override
        public void close() {
          producer.close();
        }
      };
    };
  }

  int partitions() {
    return partitions;
  }

  /// What is sent with one event.
  int bytes() {
    int bytes = event.serializedKeySize() + event.serializedValueSize();
    for (var header : event.headers()) {
      bytes += header.key().length() + header.value().length;
    }
    return bytes;
  }

  @Override
  public void close() {
    shared.close();
  }

  private ProducerRecord<byte[], byte[]> event(int partition) {
    return new ProducerRecord<>(
        TOPIC, partition, null, event.key(), event.value(), event.headers());
  }

  private KafkaProducer<byte[], byte[]> producer(Map<String, Object> more) {
    Map<String, Object> config =
        new HashMap<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, brokers,
                ProducerConfig.ACKS_CONFIG, "all",
                ProducerConfig.LINGER_MS_CONFIG, 0,
                ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES,
                ProducerConfig.COMPRESSION_TYPE_CONFIG, compression));
    config.putAll(more);
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private static ConsumerRecord<byte[], byte[]> order(String brokers, int partitions) {
    Map<String, Object> config =
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            brokers,
            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
            "read_committed");
    try (var consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      var all = new ArrayList<TopicPartition>();
      for (int i = 0; i < partitions; i++) {
        all.add(new TopicPartition(EventTopic.ORDERS.topicName(), i));
      }
      consumer.assign(all);
      consumer.seekToBeginning(all);
      for (int i = 0; i < POLLS_MAX; i++) {
        for (ConsumerRecord<byte[], byte[]> each : consumer.poll(POLL)) {
          if (each.headers().lastHeader("ce_sequence") != null) {
            return each;
          }
        }
      }
    }
    throw new IllegalStateException("Expected the event of an order, but there is none");
  }
}

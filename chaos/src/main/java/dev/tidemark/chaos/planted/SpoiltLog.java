package dev.tidemark.chaos.planted;

import dev.tidemark.chaos.history.Resource;
import dev.tidemark.chaos.observed.Addresses;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// Mistakes in the log. A system does not survive them: its shard cannot be opened again.
final class SpoiltLog {
  private static final int POLLS_MAX = 50;
  private static final Duration POLL = Duration.ofMillis(200);

  private SpoiltLog() {}

  /// Writes the first order's event that is found once more, at the end.
  static void repeat(Addresses addresses) {
    ConsumerRecord<byte[], byte[]> first = first(addresses);
    try (var producer =
        new KafkaProducer<>(
            Map.<String, Object>of(
                "bootstrap.servers", addresses.bootstrapServers(), "acks", "all"),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      producer
          .send(
              new ProducerRecord<>(
                  first.topic(),
                  first.partition(),
                  first.timestamp(),
                  first.key(),
                  first.value(),
                  first.headers()))
          .get();
    } catch (ExecutionException | InterruptedException e) {
      throw new IllegalStateException("Expected to write an event, but " + e.getMessage(), e);
    }
  }

  private static ConsumerRecord<byte[], byte[]> first(Addresses addresses) {
    String topic = Resource.ORDER.topic().topicName();
    try (var consumer =
        new KafkaConsumer<>(
            Map.<String, Object>of(
                "bootstrap.servers",
                addresses.bootstrapServers(),
                "isolation.level",
                "read_committed"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      for (int poll = 1; poll <= POLLS_MAX; poll++) {
        for (ConsumerRecord<byte[], byte[]> read : consumer.poll(POLL)) {
          if (isEvent(read)) {
            return read;
          }
        }
      }
    }
    throw new IllegalStateException("Expected an event of an order, but there is none");
  }

  private static boolean isEvent(ConsumerRecord<byte[], byte[]> read) {
    byte[] type = read.headers().lastHeader("ce_type").value();
    return new String(type, StandardCharsets.UTF_8).startsWith("order.");
  }
}

package dev.tidemark.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class KafkaServerIT {
  private static final LocalStack STACK = LocalStack.onDemand();
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @AfterAll
  static void stop() {
    STACK.close();
  }

  @Test
  void theBrokerRunsTransactionsOfVersionTwo() throws Exception {
    try (var admin = admin()) {
      var features = admin.describeFeatures().featureMetadata().get().finalizedFeatures();

      assertThat(features.get("transaction.version").maxVersionLevel()).isEqualTo((short) 2);
    }
  }

  @Test
  void whatATransactionCommittedSurvivesAKillAndWhatItAbortedIsNeverSeen() throws Exception {
    create("survivors");
    try (var producer = producer("survivors-writer")) {
      producer.initTransactions();
      producer.beginTransaction();
      producer.send(new ProducerRecord<>("survivors", "k", "committed"));
      producer.commitTransaction();
      producer.beginTransaction();
      producer.send(new ProducerRecord<>("survivors", "k", "aborted"));
      producer.flush();
      producer.abortTransaction();
    }

    STACK.kafka().kill();
    assertThat(STACK.kafka().isAlive()).isFalse();
    STACK.kafka().restart();

    try (var consumer = consumer("survivors-reader")) {
      consumer.subscribe(List.of("survivors"));
      assertThat(firstValue(consumer)).hasValue("committed");
      assertThat(consumer.poll(Duration.ofMillis(300))).isEmpty();
    }
  }

  @Test
  void topicsAreNotMadeByThemselves() throws Exception {
    try (var admin = admin();
        var consumer = consumer("nobody")) {
      consumer.subscribe(List.of("never-made"));
      consumer.poll(Duration.ofMillis(500));

      assertThat(admin.listTopics().names().get()).doesNotContain("never-made");
    }
  }

  private static void create(String topic) throws Exception {
    try (var admin = admin()) {
      admin
          .createTopics(List.of(new NewTopic(topic, Optional.of(1), Optional.empty())))
          .all()
          .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
  }

  private static Optional<String> firstValue(KafkaConsumer<String, String> consumer) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline) {
      for (var record : consumer.poll(Duration.ofMillis(100))) {
        return Optional.of(record.value());
      }
    }
    return Optional.empty();
  }

  private static Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", STACK.kafka().bootstrapServers()));
  }

  private static KafkaProducer<String, String> producer(String transactionalId) {
    return new KafkaProducer<>(
        Map.of(
            "bootstrap.servers",
            STACK.kafka().bootstrapServers(),
            "transactional.id",
            transactionalId),
        new StringSerializer(),
        new StringSerializer());
  }

  private static KafkaConsumer<String, String> consumer(String group) {
    return new KafkaConsumer<>(
        Map.of(
            "bootstrap.servers", STACK.kafka().bootstrapServers(),
            "group.id", group,
            "group.protocol", "consumer",
            "isolation.level", "read_committed",
            "auto.offset.reset", "earliest"),
        new StringDeserializer(),
        new StringDeserializer());
  }
}

package dev.tidemark.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaGroupsIT {
  private static final LocalStack STACK = LocalStack.onDemand();
  private static final String TOPIC = "shared";
  private static final int PARTITIONS = 4;

  /// Less than a broker's own 45 s until it believes that a member is dead.
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir private Path folder;

  @AfterAll
  static void stop() {
    STACK.close();
  }

  @Test
  void whatAMemberHadThatWasKilledIsSoonGivenToAnother() throws Exception {
    var brokers = STACK.kafka().bootstrapServers();
    try (var admin = Admin.create(Map.of("bootstrap.servers", brokers))) {
      admin
          .createTopics(List.of(new NewTopic(TOPIC, Optional.of(PARTITIONS), Optional.empty())))
          .all()
          .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
    try (var survivor = member(brokers)) {
      awaitShare(survivor, PARTITIONS);
      var other = start(brokers, folder.resolve("member.log"));
      try {
        awaitShare(survivor, PARTITIONS / 2);
      } finally {
        other.kill();
      }
      awaitShare(survivor, PARTITIONS);
    }
  }

  private static void awaitShare(KafkaConsumer<String, String> member, int partitions) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (member.assignment().size() != partitions) {
      assertThat(System.nanoTime()).as("Has %s", member.assignment()).isLessThan(deadline);
      try {
        member.poll(Duration.ofMillis(50));
      } catch (UnknownMemberIdException e) {
        // The broker has not heard of it for too long. It joins anew with the next poll.
        System.out.println("Taken for dead: " + e.getMessage());
      }
    }
  }

  private static KafkaConsumer<String, String> member(String brokers) {
    var consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers", brokers,
                "group.id", "sharers",
                "group.protocol", "consumer",
                "enable.auto.commit", "false"),
            new StringDeserializer(),
            new StringDeserializer());
    consumer.subscribe(List.of(TOPIC));
    return consumer;
  }

  private static Child start(String brokers, Path log) throws IOException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var classPath = System.getProperty("java.class.path");
    return Child.spawn(
        List.of(java, "-cp", classPath, Member.class.getName(), brokers), Map.of(), log, "TERM");
  }

  /// A program that takes part until it is killed.
  static final class Member {
    private Member() {}

    public static void main(String[] args) {
      try (var consumer = member(args[0])) {
        while (!Thread.currentThread().isInterrupted()) {
          consumer.poll(Duration.ofSeconds(1));
        }
      }
    }
  }
}

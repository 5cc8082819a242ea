package dev.tidemark.command.log;

import static dev.tidemark.command.log.GivenLogs.usernames;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.command.topics.TopicSettings;
import dev.tidemark.command.topics.TopicSettings.Compression;
import dev.tidemark.command.topics.Topics;
import dev.tidemark.localstack.LocalStack;
import dev.tidemark.runtime.brokers.Brokers;
import dev.tidemark.runtime.settings.Profile;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The broker, which is its own coordinator, ends in the middle of a transaction and comes back:
/// once the log is opened again it tells the truth about every append, returned or failed.
@Timeout(120)
class BrokerDeathIT {
  private static final LocalStack STACK = LocalStack.onDemand();
  private static final ExecutorService THREAD = Executors.newSingleThreadExecutor();
  private static final int APPENDS = 50;

  private static GivenLogs logs;

  @BeforeAll
  static void start() {
    String brokers = STACK.kafka().bootstrapServers();
    Topics.ensure(
        Brokers.plain(brokers), new TopicSettings(4, 1, Compression.LZ4), Profile.DEVELOPMENT);
    logs = new GivenLogs(brokers);
  }

  @AfterAll
  static void stop() {
    THREAD.close();
    STACK.close();
  }

  @Test
  void everyAppendIsThereOnceOrNotAtAllAfterAKill() throws Exception {
    everyAppendIsThereOnceOrNotAtAll(
        0,
        appender -> {
          STACK.kafka().kill();
          // Not before the producer has lost its patience.
          appender.awaitFailed();
          STACK.kafka().start();
        });
  }

  @Test
  void everyAppendIsThereOnceOrNotAtAllAfterARestart() throws Exception {
    everyAppendIsThereOnceOrNotAtAll(1, _ -> STACK.kafka().restart());
  }

  private static void everyAppendIsThereOnceOrNotAtAll(int shard, Consumer<Appender> trouble)
      throws Exception {
    try (var log = logs.log(shard);
        var appender = new Appender(log)) {
      appender.awaitSettled(APPENDS);
      trouble.accept(appender);
      appender.awaitSettled(APPENDS);

      List<String> expected = appender.end();
      assertThat(usernames(log, log.open())).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void theFateOfACommitThatIsUnderWayIsKnownAfterwards(int turn) throws Exception {
    int shard = 2 + turn;
    List<String> group = Appender.group(0);
    try (var writer = logs.producer(ShardProducers.ids(shard).get(turn));
        var next = logs.log(shard)) {
      writer.fenceOthers();
      writer.begin();
      for (String username : group) {
        var sent = writer.send(GivenLogs.RECORDS.write(GivenLogs.registered(username), shard));
        ShardProducer.offset(sent);
      }
      Future<?> commit = THREAD.submit(writer::commit);
      STACK.kafka().kill();
      STACK.kafka().start();

      boolean isCommitted = returned(commit);
      assertThat(usernames(next, Appender.opened(next)))
          .isIn(group, isCommitted ? group : List.of());
    }
  }

  private static boolean returned(Future<?> commit) throws InterruptedException {
    try {
      commit.get();
      return true;
    } catch (ExecutionException e) {
      assertThat(e).hasCauseInstanceOf(KafkaException.class);
      return false;
    }
  }
}

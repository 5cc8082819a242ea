package dev.tidemark.command.log;

import static dev.tidemark.command.log.GivenLogs.usernames;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.command.shard.LogFailedException;
import dev.tidemark.command.shard.Opened;
import dev.tidemark.command.topics.TopicSettings;
import dev.tidemark.command.topics.TopicSettings.Compression;
import dev.tidemark.command.topics.Topics;
import dev.tidemark.localstack.KafkaServer;
import dev.tidemark.localstack.LocalStack;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The broker, which is its own coordinator, ends in the middle of a transaction and comes back:
/// once the log is opened again it tells the truth about every append, returned or failed.
@Timeout(120)
class BrokerDeathIT {
  private static final LocalStack STACK = LocalStack.onDemand();
  private static final ExecutorService THREAD = Executors.newSingleThreadExecutor();
  private static final int APPENDS = 50;
  private static final int GROUP = 3;
  private static final int OPENINGS_MAX = 20;

  private static GivenLogs logs;

  enum End {
    KILLED(KafkaServer::kill),
    STOPPED(KafkaServer::stop);

    private final Consumer<KafkaServer> end;

    End(Consumer<KafkaServer> end) {
      this.end = end;
    }

    void thenStart(KafkaServer kafka) {
      end.accept(kafka);
      kafka.start();
    }
  }

  @BeforeAll
  static void start() {
    String brokers = STACK.kafka().bootstrapServers();
    Topics.ensure(brokers, new TopicSettings(4, 1, Compression.LZ4));
    logs = new GivenLogs(brokers);
  }

  @AfterAll
  static void stop() {
    THREAD.close();
    STACK.close();
  }

  @ParameterizedTest
  @EnumSource
  void everyAppendIsThereOnceOrNotAtAll(End end) throws Exception {
    var settled = new Semaphore(0);
    var stopping = new CountDownLatch(1);
    try (var log = logs.log(end.ordinal())) {
      Future<List<String>> appending = THREAD.submit(() -> appendAll(log, settled, stopping));
      await(settled, appending);
      end.thenStart(STACK.kafka());
      await(settled, appending);
      stopping.countDown();

      List<String> expected = appending.get();
      assertThat(usernames(log, log.open())).isEqualTo(expected);
    } finally {
      stopping.countDown();
    }
  }

  /// Appends one group after the other until it is told to stop.
  ///
  /// @param settled counts the groups of which is known whether they are in the log
  /// @return what is in the log
  private static List<String> appendAll(
      KafkaShardLog log, Semaphore settled, CountDownLatch stopping) throws LogFailedException {
    log.open();
    List<String> there = new ArrayList<>();
    for (int i = 0; stopping.getCount() > 0; i++) {
      List<String> group = group(i);
      List<String> withGroup = Stream.of(there, group).flatMap(List::stream).toList();
      try {
        log.append(group.stream().map(GivenLogs::registered).toList());
        there = withGroup;
      } catch (LogFailedException e) {
        List<String> found = usernames(log, opened(log));
        assertThat(found).as("after %s", e.getMessage()).isIn(there, withGroup);
        there = found;
      }
      settled.release();
    }
    return there;
  }

  private static List<String> group(int i) {
    return IntStream.range(0, GROUP).mapToObj(member -> "group-%d-%d".formatted(i, member)).toList();
  }

  /// Brokers may be starting yet.
  private static Opened opened(KafkaShardLog log) throws LogFailedException {
    for (int attempt = 1; attempt < OPENINGS_MAX; attempt++) {
      try {
        return log.open();
      } catch (LogFailedException notYet) {
        assertThat(notYet).hasMessageContaining("Opening shard");
      }
    }
    return log.open();
  }

  private static void await(Semaphore settled, Future<?> appending) throws Exception {
    int missing = APPENDS;
    while (missing > 0) {
      if (settled.tryAcquire(1, TimeUnit.SECONDS)) {
        missing--;
      } else if (appending.isDone()) {
        appending.get();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void theFateOfACommitThatIsUnderWayIsKnownAfterwards(int turn) throws Exception {
    int shard = 2 + turn;
    List<String> group = group(0);
    try (var writer = logs.producer(ShardProducers.ids(shard).get(turn));
        var next = logs.log(shard)) {
      writer.fenceOthers();
      writer.begin();
      for (String username : group) {
        var sent = writer.send(GivenLogs.RECORDS.write(GivenLogs.registered(username), shard));
        ShardProducer.offset(sent);
      }
      Future<?> commit = THREAD.submit(writer::commit);
      End.KILLED.thenStart(STACK.kafka());

      boolean isCommitted = returned(commit);
      assertThat(usernames(next, opened(next)))
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

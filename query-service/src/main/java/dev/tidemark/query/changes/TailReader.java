package dev.tidemark.query.changes;

import dev.tidemark.events.EventTopic;
import dev.tidemark.query.consistency.Scope;
import dev.tidemark.runtime.health.Health;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads the end of all event topics into the [Tail], on a thread of its own. It begins at the end
/// of the log and never gives up: after an outage it goes on where it stood.
final class TailReader implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TailReader.class);
  private static final Duration POLL_MAX = Duration.ofMillis(500);
  private static final Duration ANSWER_MAX = Duration.ofSeconds(2);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(2);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration CLOSE_MAX = Duration.ofSeconds(2);

  private enum State {
    OPENING,
    FOLLOWING,
    SILENT,
    WAITING,
    STOPPED
  }

  private final Tail tail;
  private final LogConsumers consumers;
  private final Scope everything;
  private final List<TopicPartition> partitions;
  private final int shards;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Thread thread;
  private volatile Health.State health = Health.State.degraded("has not read the log yet");
  private State state = State.OPENING;
  private long heardAtNanos;
  private boolean lost;

  private TailReader(Tail tail, LogConsumers consumers, Scope everything) {
    this.tail = tail;
    this.consumers = consumers;
    this.everything = everything;
    this.partitions = LogConsumers.partitions(everything);
    this.shards = everything.shards().size();
    this.thread = Thread.ofPlatform().name("changes-tail").unstarted(this::run);
  }

  /// @param everything all partitions of all topics
  static TailReader start(Tail tail, LogConsumers consumers, Scope everything) {
    var reader = new TailReader(tail, consumers, everything);
    reader.thread.start();
    return reader;
  }

  /// Without the log the service still answers everything else.
  Health.State health() {
    return health;
  }

  @Override
  public void close() {
    stop.countDown();
    try {
      if (!thread.join(POLL_MAX.plus(ANSWER_MAX).plus(CLOSE_MAX))) {
        LOG.warn("The reader of the log's end did not stop in time; it only reads");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (!isStopping()) {
      try {
        follow();
      } catch (OffsetOutOfRangeException e) {
        LOG.error("The log does not hold what comes next: all streams end", e);
        lost = true;
        pause("the log does not hold what comes next");
      } catch (KafkaException e) {
        pause(String.valueOf(e.getMessage()));
      } catch (RuntimeException e) {
        LOG.error("Unexpected while reading the log's end: trying again", e);
        pause(e.toString());
      }
    }
    become(State.STOPPED, "asked to");
  }

  private void follow() {
    KafkaConsumer<byte[], byte[]> consumer = consumers.ofTail();
    try {
      open(consumer);
      while (!isStopping()) {
        step(consumer);
      }
    } finally {
      consumer.close(CloseOptions.timeout(CLOSE_MAX));
    }
  }

  private void open(KafkaConsumer<byte[], byte[]> consumer) {
    for (EventTopic topic : everything.topics()) {
      var found = consumer.partitionsFor(topic.topicName(), ANSWER_MAX);
      int count = found == null ? 0 : found.size();
      if (count != shards) {
        throw new KafkaException(
            "Expected topic %s to have %d partitions (QUERY_PARTITIONS), but it has %d"
                .formatted(topic.topicName(), shards, count));
      }
    }
    consumer.assign(partitions);
    Optional<Mark> before = lost ? Optional.empty() : tail.mark();
    Mark from = before.orElseGet(() -> end(consumer));
    for (TopicPartition partition : partitions) {
      consumer.seek(
          partition, from.next(EventTopic.named(partition.topic()), partition.partition()));
    }
    if (before.isEmpty()) {
      tail.begin(from);
      lost = false;
    }
    heard("reads the end of the log");
  }

  private void step(KafkaConsumer<byte[], byte[]> consumer) {
    ConsumerRecords<byte[], byte[]> polled = consumer.poll(POLL_MAX);
    var cursor = new Cursor(tail.mark().orElseThrow());
    for (TopicPartition partition : partitions) {
      cursor.moveTo(
          EventTopic.named(partition.topic()),
          partition.partition(),
          consumer.position(partition, ANSWER_MAX));
    }
    tail.pass(
        StreamSupport.stream(polled.spliterator(), false).map(Committed::of).toList(),
        cursor.mark());
    if (!polled.isEmpty()) {
      heard("changes come");
    } else if (System.nanoTime() - heardAtNanos > LOOK_EVERY.toNanos()) {
      listen(consumer);
    }
  }

  /// Nothing new may mean that nothing happened, or that Kafka is away.
  private void listen(KafkaConsumer<byte[], byte[]> consumer) {
    try {
      Map<TopicPartition, Long> _ = consumer.endOffsets(partitions, ANSWER_MAX);
      heard("Kafka answers");
    } catch (TimeoutException e) {
      become(State.SILENT, "Kafka does not answer: streams wait");
    }
  }

  /// Where the committed part of the log ends now.
  private Mark end(KafkaConsumer<byte[], byte[]> consumer) {
    var next = new long[EventTopic.values().length * shards];
    consumer
        .endOffsets(partitions, ANSWER_MAX)
        .forEach((partition, offset) ->
            next[Mark.index(EventTopic.named(partition.topic()), partition.partition(), shards)] =
                offset);
    return new Mark(shards, next);
  }

  private void heard(String reason) {
    heardAtNanos = System.nanoTime();
    become(State.FOLLOWING, reason);
  }

  private void pause(String reason) {
    become(State.WAITING, reason);
    try {
      boolean _ = stop.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stop.countDown();
    }
  }

  private boolean isStopping() {
    return stop.getCount() == 0;
  }

  private void become(State next, String reason) {
    if (next != state) {
      LOG.info("The log's end: {} → {}: {}", state, next, reason);
    }
    state = next;
    health =
        next == State.FOLLOWING
            ? Health.State.up("follows the log")
            : Health.State.degraded(reason);
  }
}

package dev.tidemark.projection.runtime;

import dev.tidemark.events.kafka.ShardOpened;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Shares the shards among the instances that run: a group on the topic `shards`, which has a
/// partition for each. Only a hint about who should work on what; that nothing is applied twice
/// does not depend on it.
public final class Membership implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Membership.class);

  private static final Duration POLL_MAX = Duration.ofMillis(500);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(2);
  private static final Duration LOOK_MAX = Duration.ofSeconds(2);
  private static final Duration LEAVE_MAX = Duration.ofSeconds(3);
  private static final Duration CLOSE_MAX = Duration.ofSeconds(25);

  /// After so many looks without a shard, there seems to be none left for this instance.
  private static final int LOOKS_IN_VAIN_MAX = 3;

  /// Whether this instance takes part.
  public enum State {
    JOINING,
    MEMBER,
    STOPPED
  }

  /// @param reason for operators
  public record Status(State state, String reason) {}

  private final LogSettings settings;
  private final Workers workers;
  private final BackOff backOff;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Thread thread;
  private volatile Status status = new Status(State.JOINING, "has not asked yet");
  private int looksInVain;

  private Membership(LogSettings settings, Workers workers, RandomGenerator random) {
    this.settings = settings;
    this.workers = workers;
    this.backOff = new BackOff(random);
    this.thread = Thread.ofPlatform().name("projection-membership").unstarted(this::run);
  }

  public static Membership start(LogSettings settings, Workers workers, RandomGenerator random) {
    var membership = new Membership(settings, workers, random);
    membership.thread.start();
    return membership;
  }

  public Status status() {
    return status;
  }

  /// Stops all workers, leaves the group and returns.
  @Override
  public void close() {
    stop.countDown();
    try {
      if (!thread.join(CLOSE_MAX)) {
        LOG.warn("The group was not left within {}", CLOSE_MAX);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (!isStopping()) {
      try {
        takePart();
      } catch (KafkaException e) {
        startOver(e);
      } catch (RuntimeException e) {
        LOG.error("Membership: unexpected, trying again", e);
        startOver(e);
      }
    }
    workers.stopAll();
    become(State.STOPPED, "asked to");
  }

  private void startOver(RuntimeException why) {
    become(State.JOINING, String.valueOf(why.getMessage()));
    workers.stopAll();
    pause();
  }

  /// Takes part in the group until it is stopped.
  private void takePart() {
    var consumer = new KafkaConsumer<byte[], byte[]>(settings.ofMembership());
    try {
      consumer.subscribe(List.of(ShardOpened.TOPIC), new Assignment(consumer));
      long lookedAt = System.nanoTime() - LOOK_EVERY.toNanos();
      while (!isStopping()) {
        consumer.poll(POLL_MAX);
        if (System.nanoTime() - lookedAt >= LOOK_EVERY.toNanos()) {
          look(consumer);
          lookedAt = System.nanoTime();
        }
      }
      // Not left to closing, which would not give the workers their time.
      workers.stopAll();
    } finally {
      consumer.close(CloseOptions.timeout(LEAVE_MAX));
    }
  }

  private void look(KafkaConsumer<byte[], byte[]> consumer) {
    try {
      var partitions = consumer.partitionsFor(ShardOpened.TOPIC, LOOK_MAX);
      int mine = consumer.assignment().size();
      if (partitions == null || partitions.isEmpty()) {
        become(State.JOINING, "topic shards is not there yet; the command service creates it");
      } else if (mine > 0 || ++looksInVain > LOOKS_IN_VAIN_MAX) {
        become(State.MEMBER, "has " + mine + " of " + partitions.size() + " shards");
      }
    } catch (KafkaException e) {
      become(State.JOINING, "Kafka does not answer: " + e.getMessage());
    }
  }

  private void pause() {
    try {
      boolean _ = stop.await(backOff.next().toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stop.countDown();
    }
  }

  private boolean isStopping() {
    return stop.getCount() == 0;
  }

  private void become(State next, String reason) {
    if (next != status.state()) {
      LOG.info("Membership: {} → {}: {}", status.state(), next, reason);
    }
    status = new Status(next, reason);
  }

  private final class Assignment implements ConsumerRebalanceListener {
    private final KafkaConsumer<byte[], byte[]> consumer;

    Assignment(KafkaConsumer<byte[], byte[]> consumer) {
      this.consumer = consumer;
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      consumer.pause(partitions);
      partitions.forEach(partition -> workers.start(partition.partition()));
      if (!partitions.isEmpty()) {
        become(State.MEMBER, "was given " + partitions.size() + " shards");
      }
    }

    /// Returns only when the workers have stopped, so that successors find the shards at rest.
    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      workers.stop(partitions.stream().map(TopicPartition::partition).toList());
    }
  }
}

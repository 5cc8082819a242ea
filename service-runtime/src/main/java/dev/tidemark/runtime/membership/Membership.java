package dev.tidemark.runtime.membership;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Shares the shards among the instances that run: a group on a topic that has a partition for
/// each. Only a hint about who should work on what: that nothing is done twice must not depend on
/// it.
public final class Membership implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Membership.class);

  private static final Duration POLL_MAX = Duration.ofMillis(200);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
  private static final Duration LOOK_MAX = Duration.ofSeconds(2);
  private static final Duration LEAVE_MAX = Duration.ofSeconds(3);
  private static final Duration CLOSE_MAX = Duration.ofSeconds(25);

  /// Whether this instance takes part.
  public enum State {
    JOINING,
    MEMBER,
    STOPPED
  }

  /// @param reason for operators
  public record Status(State state, String reason) {}

  private final GroupSettings settings;
  private final AssignedShards shards;
  private final BackOff backOff;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Thread thread;
  private volatile Status status = new Status(State.JOINING, "has not asked yet");

  private Membership(GroupSettings settings, AssignedShards shards, RandomGenerator random) {
    this.settings = settings;
    this.shards = shards;
    this.backOff = new BackOff(random);
    this.thread = Thread.ofPlatform().name("membership").unstarted(this::run);
  }

  public static Membership start(
      GroupSettings settings, AssignedShards shards, RandomGenerator random) {
    var membership = new Membership(settings, shards, random);
    membership.thread.start();
    return membership;
  }

  public Status status() {
    return status;
  }

  /// Revokes all shards, leaves the group and returns.
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

  /// Whether the group has members beside this one, or, after closing, any. Asks the brokers; if
  /// they do not answer, there seem to be none.
  public boolean isJoinedByOthers() {
    try (var admin = Admin.create(settings.ofAdmin())) {
      String group = settings.group();
      var described = admin.describeConsumerGroups(List.of(group)).all().get().get(group);
      int ours = status.state() == State.STOPPED ? 0 : 1;
      return described != null && described.members().size() > ours;
    } catch (ExecutionException | KafkaException e) {
      LOG.warn("The members of group {} are not known: {}", settings.group(), e.toString());
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
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
    shards.revokedAll();
    become(State.STOPPED, "asked to");
  }

  private void startOver(RuntimeException why) {
    become(State.JOINING, String.valueOf(why.getMessage()));
    shards.revokedAll();
    pause();
  }

  /// Takes part in the group until it is stopped.
  private void takePart() {
    var consumer = new KafkaConsumer<byte[], byte[]>(settings.ofConsumer());
    try {
      consumer.subscribe(List.of(settings.topic()), new Assignment(consumer));
      long lookedAt = System.nanoTime() - LOOK_EVERY.toNanos();
      while (!isStopping()) {
        consumer.poll(POLL_MAX);
        if (System.nanoTime() - lookedAt >= LOOK_EVERY.toNanos()) {
          look(consumer);
          lookedAt = System.nanoTime();
        }
      }
      // Not left to closing, which would not give whoever works on them their time.
      shards.revokedAll();
    } finally {
      consumer.close(CloseOptions.timeout(LEAVE_MAX));
    }
  }

  private void look(KafkaConsumer<byte[], byte[]> consumer) {
    try {
      var partitions = consumer.partitionsFor(settings.topic(), LOOK_MAX);
      if (partitions == null || partitions.isEmpty()) {
        become(
            State.JOINING,
            "topic %s is not there yet; the command service makes it".formatted(settings.topic()));
      } else if (consumer.groupMetadata().generationId() > 0) {
        // There may be more instances than shards: to have none is no reason to worry.
        int mine = consumer.assignment().size();
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
    if (next == State.MEMBER) {
      backOff.reset();
    }
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
      partitions.forEach(partition -> shards.assigned(partition.partition()));
      if (!partitions.isEmpty()) {
        become(State.MEMBER, "was given " + partitions.size() + " shards");
      }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      shards.revoked(partitions.stream().map(TopicPartition::partition).toList());
    }
  }
}

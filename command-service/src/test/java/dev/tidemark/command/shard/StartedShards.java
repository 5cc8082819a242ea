package dev.tidemark.command.shard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.command.handling.Reply;
import dev.tidemark.command.shard.Inbox.Admission;
import dev.tidemark.runtime.metrics.Metrics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Shards with their threads, as one test after the other starts them.
final class StartedShards implements AutoCloseable {
  private static final InboxBounds BOUNDS = new InboxBounds(1_000, 1_000_000, Duration.ofHours(1));

  private final Metrics metrics = new Metrics();
  private final ShardMeters meters = new ShardMeters(metrics);
  private final TestClock clock;
  private final Queue<Throwable> deaths = new ConcurrentLinkedQueue<>();
  private final List<Shard> started = new ArrayList<>();

  StartedShards(TestClock clock) {
    this.clock = clock;
  }

  /// One that the shard is assigned to.
  Shard start(TransactionalLog log, MemoryStores stores) {
    Shard shard = following(log, stores);
    shard.assign();
    return shard;
  }

  Shard following(TransactionalLog log, MemoryStores stores) {
    var inbox = new Inbox(BOUNDS, clock);
    var shard = new Shard(0, log, stores, clock, inbox, true, meters, () -> {}, deaths::add);
    meters.watch(started.size(), shard);
    started.add(shard);
    shard.start();
    return shard;
  }

  /// What is measured of them, numbered in the order of their start, as Prometheus reads it.
  String scrape() {
    return new String(metrics.scrape(), StandardCharsets.UTF_8);
  }

  /// What ended threads before their time.
  Queue<Throwable> deaths() {
    return deaths;
  }

  /// As soon as the shard takes any.
  Pending offer(Shard shard, Pending pending) throws InterruptedException {
    Admission admission = admission(shard, pending);
    while (admission == Admission.CLOSED) {
      Thread.onSpinWait();
      admission = admission(shard, pending);
    }
    assertThat(admission).isEqualTo(Admission.ADMITTED);
    return pending;
  }

  Admission admission(Shard shard, Pending pending) throws InterruptedException {
    return shard.offer(pending, shard.opening(), Duration.ZERO);
  }

  Reply decide(Shard shard, Pending pending) throws InterruptedException {
    return offer(shard, pending).await(clock);
  }

  void await(Shard shard, ShardState state) {
    while (shard.status().state() != state) {
      Thread.onSpinWait();
    }
  }

  @Override
  public void close() {
    started.forEach(Shard::close);
  }
}

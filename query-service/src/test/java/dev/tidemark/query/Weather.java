package dev.tidemark.query;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/// What happens to Redis, one thing after another, with calm between.
final class Weather {
  /// One thing, and what ends it.
  private interface Spell {
    void pass() throws Exception;
  }

  private final RedisPair redis;
  private final Duration lease;
  private final Random random;

  /// @param lease some spells last longer
  Weather(RedisPair redis, Duration lease, Random random) {
    this.redis = redis;
    this.lease = lease;
    this.random = random;
  }

  /// Everything once, in any order.
  void allOfIt() throws Exception {
    List<Spell> spells =
        new ArrayList<>(
            List.of(
                redis::flush,
                redis::restart,
                this::stopped,
                this::slow,
                this::silentForWriters,
                this::flapping,
                this::failedOver,
                this::failedOver));
    Collections.shuffle(spells, random);
    for (Spell spell : spells) {
      spell.pass();
      aWhile(lease);
    }
  }

  /// Nobody writes the cache for longer than the lease.
  void unwritten() {
    redis.forWriters.cut();
    LockSupport.parkNanos(lease.multipliedBy(2).toNanos());
    redis.forWriters.pass();
    aWhile(lease);
  }

  private void failedOver() throws Exception {
    redis.partReplica();
    aWhile(lease.multipliedBy(2));
    redis.failOver();
  }

  private void stopped() {
    redis.primary().pause();
    aWhile(lease.multipliedBy(3));
    redis.primary().resume();
  }

  private void slow() {
    redis.forReaders.delay(Duration.ofMillis(20));
    aWhile(lease);
    redis.forReaders.pass();
  }

  private void silentForWriters() {
    redis.forWriters.blackHole();
    aWhile(lease.multipliedBy(2));
    redis.forWriters.pass();
  }

  private void flapping() {
    for (int i = 0; i < 5; i++) {
      redis.forReaders.reset();
      redis.forWriters.reset();
      aWhile(lease.dividedBy(4));
    }
  }

  private void aWhile(Duration most) {
    LockSupport.parkNanos(random.nextLong(most.toNanos()));
  }
}

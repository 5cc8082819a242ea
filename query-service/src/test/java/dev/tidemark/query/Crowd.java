package dev.tidemark.query;

import dev.tidemark.events.EventTopic;
import dev.tidemark.events.consistency.ConsistencyToken;
import dev.tidemark.query.Witness.Accepted;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/// Writers of each shard, and readers who go from one query service to the other: each carries a
/// token of all that it has seen.
final class Crowd implements AutoCloseable {
  private static final int READERS = 16;
  private static final int USERS_PER_SHARD = 8;
  private static final long LOOK_EVERY_NANOS = 10_000_000;

  /// What a reader may ask for.
  enum Read {
    /// Anything.
    EVENTUAL,
    /// Nothing older than what it has seen of anybody.
    AGAIN,
    /// A write of which it has just heard.
    OWN_WRITE,
    /// All writes, of which it has heard nothing.
    STRONG
  }

  private final ExecutorService threads = Executors.newThreadPerTaskExecutor(Thread::new);
  private final CountDownLatch stop = new CountDownLatch(1);
  private final List<List<String>> usersByShard = new ArrayList<>();
  private final List<String> users = new ArrayList<>();
  private final List<Read> mix;
  private final List<RunningQueries> services;
  private final Witness witness;
  private volatile long thinkNanos;
  private volatile long writeEveryNanos = Duration.ofMillis(25).toNanos();

  /// @param name begins the name of every user, so that each crowd has its own
  /// @param mix of what readers ask for, all equally often
  Crowd(String name, List<RunningQueries> services, Witness witness, List<Read> mix) {
    this.mix = mix;
    this.services = services;
    this.witness = witness;
    for (int shard = 0; shard < Samples.SHARDS; shard++) {
      usersByShard.add(new ArrayList<>());
    }
    for (int i = 0; usersByShard.stream().anyMatch(some -> some.size() < USERS_PER_SHARD); i++) {
      String user = name + i;
      List<String> ofShard = usersByShard.get(Samples.shard(Samples.user(user, 1)));
      if (ofShard.size() < USERS_PER_SHARD) {
        ofShard.add(user);
        users.add(user);
      }
    }
  }

  /// Lets all pause: each reader after each read, each writer about as long after each write.
  Crowd thinking(Duration pause) {
    thinkNanos = pause.toNanos();
    writeEveryNanos = pause.toNanos();
    return this;
  }

  /// @param views looked at to see what is committed there; closed with the crowd
  void begin(String bootstrapServers, Connection views, long seed) {
    for (int shard = 0; shard < Samples.SHARDS; shard++) {
      int mine = shard;
      run(() -> write(bootstrapServers, mine, new Random(seed + mine)));
    }
    for (int reader = 0; reader < READERS; reader++) {
      var random = new Random(seed + 100 + reader);
      run(() -> read(random));
    }
    run(() -> watch(views));
  }

  @Override
  public void close() {
    stop.countDown();
    threads.close();
  }

  private void run(Callable<?> work) {
    threads.submit(() -> {
      try {
        return work.call();
      } catch (Exception | Error e) {
        witness.lied("A thread of the crowd ended: " + e);
        throw e;
      }
    });
  }

  private Void write(String bootstrapServers, int shard, Random random) throws Exception {
    Map<String, Long> versions = new HashMap<>();
    try (var log = new WrittenLog(bootstrapServers, shard)) {
      while (isOn()) {
        List<String> mine = usersByShard.get(shard);
        String user = mine.get(random.nextInt(mine.size()));
        long version = versions.merge(user, 1L, Long::sum);
        ConsistencyToken token =
            log.write(version == 1 ? Logged.registers(user) : Logged.moves(user, version));
        witness.wrote(user, version, token);
        LockSupport.parkNanos(random.nextLong(2 * writeEveryNanos));
      }
    }
    return null;
  }

  private Void read(Random random) throws Exception {
    var reader = new Reader();
    while (isOn()) {
      RunningQueries service = services.get(random.nextInt(services.size()));
      String user = users.get(random.nextInt(users.size()));
      switch (mix.get(random.nextInt(mix.size()))) {
        case STRONG -> reader.strongly(service, user);
        case EVENTUAL -> reader.eventually(service, user);
        case OWN_WRITE -> reader.withToken(service, user, witness.accepted(user));
        case AGAIN -> reader.withToken(service, user, Witness.NOTHING);
      }
      LockSupport.parkNanos(thinkNanos);
    }
    return null;
  }

  private Void watch(Connection views) throws Exception {
    try (views;
        var select =
            views.prepareStatement("SELECT shard, position FROM positions WHERE topic = ?")) {
      select.setString(1, EventTopic.USERS.topicName());
      while (isOn()) {
        try (var rows = select.executeQuery()) {
          long now = System.nanoTime();
          while (rows.next()) {
            witness.standsAt(rows.getInt(1), rows.getLong(2), now);
          }
        }
        LockSupport.parkNanos(LOOK_EVERY_NANOS);
      }
    }
    return null;
  }

  private boolean isOn() {
    return stop.getCount() > 0;
  }

  /// One client. For one thread.
  private final class Reader {
    private final Map<String, Long> seen = new HashMap<>();
    private ConsistencyToken session = ConsistencyToken.EMPTY;

    /// What it saw before, and what it just heard of.
    void withToken(RunningQueries service, String user, Accepted accepted) throws Exception {
      session = session.merge(accepted.token());
      long atLeast = Math.max(accepted.version(), seen.getOrDefault(user, 0L));
      var answer = service.get("/v1/users/" + user, "Consistency-Token", session.encode());
      heard("with token", user, answer, atLeast);
    }

    /// All that anybody was told before it asks, without having heard of it.
    void strongly(RunningQueries service, String user) throws Exception {
      long atLeast = witness.accepted(user).version();
      heard("strong", user, service.get("/v1/users/" + user, "Consistency", "strong"), atLeast);
    }

    void eventually(RunningQueries service, String user) throws Exception {
      long askedAt = System.nanoTime();
      var answer = service.get("/v1/users/" + user);
      if (answer.status() == 503) {
        witness.refused(answer.code());
      } else {
        witness.toldEventually(user, version(answer), askedAt, answer.source());
      }
    }

    private void heard(String how, String user, RunningQueries.Got answer, long atLeast) {
      if (answer.status() == 503) {
        witness.refused(answer.code());
        return;
      }
      long version = version(answer);
      witness.told(how, user, version, atLeast, answer.source());
      seen.merge(user, version, Math::max);
      session = session.merge(ConsistencyToken.decode(answer.token()));
    }

    private long version(RunningQueries.Got answer) {
      return switch (answer.status()) {
        case 200 -> Long.parseLong(answer.header("ETag").replace("\"", ""));
        case 404 -> 0;
        default -> throw new AssertionError("Expected 200, 404 or 503, but was " + answer.status());
      };
    }
  }
}

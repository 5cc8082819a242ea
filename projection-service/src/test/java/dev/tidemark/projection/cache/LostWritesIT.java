package dev.tidemark.projection.cache;

import static dev.tidemark.projection.given.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.events.Envelope;
import dev.tidemark.events.EventTopic;
import dev.tidemark.events.value.OrderId;
import dev.tidemark.localstack.LocalStack;
import dev.tidemark.projection.batch.Batch;
import dev.tidemark.projection.batch.LogRecord;
import dev.tidemark.projection.batch.Positions;
import dev.tidemark.projection.given.Customer;
import dev.tidemark.projection.given.MetersForTests;
import dev.tidemark.projection.given.Records;
import dev.tidemark.projection.given.Views;
import dev.tidemark.projection.runtime.Pace;
import dev.tidemark.views.cache.CacheKeys;
import dev.tidemark.views.cache.Watermark;
import io.lettuce.core.KeyValue;
import io.lettuce.core.RedisClient;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;

/// Redis goes back to an earlier state again and again, as it does when it fails over to a replica
/// that lags. Whatever a reader finds under a lease is no older than the lease says.
class LostWritesIT {
  private static final int SHARD = 99;
  private static final CacheKeys KEYS = new CacheKeys(1, SHARD);
  private static final int ROUNDS = 60;
  private static final CacheSettings SETTINGS =
      new CacheSettings(
          Duration.ofMillis(600), Duration.ofHours(1), Duration.ofHours(1), Duration.ofHours(1));

  /// All keys of the shard, each with its value and time to live: what a replica may hold.
  private static final String SNAPSHOT =
      """
      local all = {}
      for _, key in ipairs(redis.call('KEYS', KEYS[1])) do
        all[#all + 1] = key
        all[#all + 1] = redis.call('DUMP', key)
        all[#all + 1] = tostring(math.max(redis.call('PTTL', key), 0))
      end
      return all
      """;

  private static final String RESTORE =
      """
      for _, key in ipairs(redis.call('KEYS', KEYS[1])) do redis.call('DEL', key) end
      for i = 1, #ARGV, 3 do redis.call('RESTORE', ARGV[i], ARGV[i + 2], ARGV[i + 1]) end
      return #ARGV
      """;

  private final Records log = new Records(SHARD);
  private final Map<OrderId, List<Long>> offsets = new ConcurrentHashMap<>();
  private final List<String> lies = new CopyOnWriteArrayList<>();
  private int leasesSeen;
  private Views views;
  private RedisClient client;
  private RedisCommands<String, byte[]> redis;
  private RedisLink link;

  @BeforeEach
  void open() {
    var url = LocalStack.shared().redis().url();
    views = Views.in(LocalStack.shared(), "views_lost_writes_it");
    client = RedisClient.create(url);
    redis = client.connect(RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE)).sync();
    redis.flushall();
    link = new RedisLink(URI.create(url), Duration.ofMillis(500));
  }

  @AfterEach
  void close() throws Exception {
    link.close();
    client.shutdown();
    views.execute("DROP SCHEMA views_lost_writes_it CASCADE");
    views.close();
  }

  @RepeatedTest(2)
  void whatIsReadUnderALeaseIsNoOlderThanTheLeaseSays() throws Exception {
    long seed = new Random().nextLong();
    var random = new Random(seed);
    var alice = new Customer("alice", random);
    var orders = new ArrayList<OrderId>();
    var snapshots = new ArrayList<List<byte[]>>();
    var store = views.store();
    Positions standing = store.positions(SHARD);
    try (var cache =
        ShardCache.start(
            KEYS,
            store,
            link,
            SETTINGS,
            new Pace(),
            MetersForTests::ofCaches,
            new SplittableRandom(random.nextLong()))) {
      for (int round = 0; round < ROUNDS; round++) {
        Batch batch = log.add(happening(alice, orders, random)).since(standing);
        remember(batch.records());
        store.apply(SHARD, standing, batch);
        standing = batch.next();
        cache.standsAt(standing);
        for (int look = 0; look < 10; look++) {
          readAll(orders);
          LockSupport.parkNanos(random.nextInt(2_000_000));
        }
        if (random.nextInt(4) == 0) {
          snapshots.add(redis.eval(SNAPSHOT, ScriptOutputType.MULTI, pattern()));
        }
        if (!snapshots.isEmpty() && random.nextInt(6) == 0) {
          restore(snapshots.get(random.nextInt(snapshots.size())));
        }
      }
      var end = standing;
      eventually(() -> assertThat(leased()).isEqualTo(end.orders()));
      readAll(orders);
    }
    assertThat(lies).as("seed %d", seed).isEmpty();
    assertThat(leasesSeen).as("seed %d", seed).isPositive();
  }

  private static List<Envelope> happening(Customer alice, List<OrderId> orders, Random random) {
    var events = new ArrayList<Envelope>();
    for (int i = 0; i < 1 + random.nextInt(40); i++) {
      if (orders.isEmpty() || random.nextInt(3) == 0) {
        orders.add(alice.newOrder());
        events.add(alice.places(orders.getLast(), "EIRE", 1));
      } else {
        events.add(alice.isRefunded(orders.get(random.nextInt(orders.size())), "0.01"));
      }
    }
    return events;
  }

  private void remember(List<LogRecord> records) {
    for (LogRecord logged : records) {
      offsets
          .computeIfAbsent(OrderId.parse(logged.aggregate().id()), _ -> new ArrayList<>())
          .add(logged.offset());
    }
  }

  /// As a reader does: each value in one command with the lease.
  private void readAll(List<OrderId> orders) {
    for (OrderId order : orders) {
      List<KeyValue<String, byte[]>> found = redis.mget(KEYS.order(order), KEYS.lease());
      if (!found.get(0).hasValue() || !found.get(1).hasValue()) {
        continue;
      }
      leasesSeen++;
      long next = Watermark.decode(text(found.get(1).getValue())).orElseThrow().orders();
      long version = Long.parseLong(text(found.get(0).getValue()).substring(0, 20));
      long required =
          offsets.get(order).stream()
              .filter(offset -> offset < next)
              .max(Long::compare)
              .orElse(-1L);
      if (version < required) {
        lies.add("%s at %d under a lease of %d, not %d".formatted(order, version, next, required));
      }
    }
  }

  private long leased() {
    byte[] lease = redis.get(KEYS.lease());
    return lease == null
        ? -1
        : Watermark.decode(text(lease)).orElseThrow().nextPosition(EventTopic.ORDERS);
  }

  private void restore(List<byte[]> snapshot) {
    long _ =
        redis.<Long>eval(
            RESTORE, ScriptOutputType.INTEGER, pattern(), snapshot.toArray(byte[][]::new));
  }

  private static String[] pattern() {
    return new String[] {"v1:{" + SHARD + "}:*"};
  }

  private static String text(byte[] bytes) {
    return new String(bytes, UTF_8);
  }
}

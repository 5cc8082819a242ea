package dev.tidemark.projection.cache;

import static dev.tidemark.projection.given.Eventually.eventually;
import static dev.tidemark.projection.given.Eventually.throughout;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.events.EventTopic;
import dev.tidemark.events.value.OrderId;
import dev.tidemark.localstack.LocalStack;
import dev.tidemark.projection.batch.Aggregate;
import dev.tidemark.projection.batch.LogRecord;
import dev.tidemark.projection.batch.Positions;
import dev.tidemark.projection.batch.RawRecord;
import dev.tidemark.projection.given.Customer;
import dev.tidemark.projection.given.MetersForTests;
import dev.tidemark.projection.given.Records;
import dev.tidemark.projection.given.Views;
import dev.tidemark.projection.runtime.LogForm;
import dev.tidemark.projection.runtime.Pace;
import dev.tidemark.projection.store.LeaseEnd;
import dev.tidemark.projection.store.QueueName;
import dev.tidemark.projection.store.ViewStore;
import dev.tidemark.views.OrderView;
import dev.tidemark.views.ViewJson;
import dev.tidemark.views.cache.CacheKeys;
import dev.tidemark.views.cache.CacheScripts;
import dev.tidemark.views.cache.CachedValue;
import io.lettuce.core.KeyValue;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Rows that a retry writes behind the cache's cursor.
class RewrittenRowsIT {
  private static final AtomicInteger SHARDS = new AtomicInteger(1_000);
  private static final LogForm FORM = new LogForm();
  private static final CacheSettings SETTINGS =
      new CacheSettings(
          Duration.ofSeconds(3), Duration.ofHours(1), Duration.ofHours(1), Duration.ofHours(1));

  private static Views views;
  private static RedisLink link;
  private static RedisClient client;
  private static StatefulRedisConnection<String, byte[]> redis;

  private final int shard = SHARDS.incrementAndGet();
  private final CacheKeys keys = new CacheKeys(1, shard);
  private final ViewStore store = views.store();
  private final Customer alice = new Customer("alice" + shard, new Random(shard));
  private final OrderId order = alice.newOrder();
  private final QueueName queue =
      new QueueName(new Aggregate(EventTopic.ORDERS, order.toString()), shard);
  private final LeaseEnds leases = new LeaseEnds(link, _ -> List.of(1), new Random(shard));
  private Positions standing;
  private ShardCache cache;

  @BeforeAll
  static void open() {
    var url = LocalStack.shared().redis().url();
    views = Views.in(LocalStack.shared(), "views_rewritten_it");
    link = new RedisLink(URI.create(url), Duration.ofMillis(500));
    client = RedisClient.create(url);
    redis = client.connect(RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE));
  }

  @AfterAll
  static void closeAll() {
    client.shutdown();
    link.close();
    views.close();
  }

  /// An order whose second event is parked, and one that came after it; all of it is in the cache,
  /// under a lease that says so.
  @BeforeEach
  void anEventIsParkedAndPassed() throws Exception {
    var log = new Records(shard);
    log.add(alice.places(order, "EIRE", 1), alice.pays(order, "1.25"));
    log.replaceLast(
        last -> FORM.read(last.entry().position(), Records.renamed(last.raw(), "order.paid.v99")));
    log.add(alice.places(alice.newOrder(), "EIRE", 1));
    store.apply(shard, store.positions(shard), log.since(Positions.START));
    standing = log.end();
    cache = cacheOf(keys);
    eventually(() -> assertThat(leaseAndStatus()).isEqualTo("covered PLACED"));
  }

  @AfterEach
  void close() {
    cache.close();
  }

  @Test
  void theValueThatARetryChangesIsInTheCacheBeforeAnybodyTrustsItAgain() throws Exception {
    assertThat(retry(leases)).isEqualTo(1);

    eventually(() -> {
      String found = leaseAndStatus();
      if (found.equals("covered PLACED")) {
        throw new IllegalStateException("Expected nobody to trust the old value any more");
      }
      assertThat(found).isEqualTo("covered PAID");
    });
  }

  @Test
  void thereIsNoLeaseFromBeforeARetryCommitsUntilTheCacheHasReadIt() throws Exception {
    var done = new CountDownLatch(1);
    var held = new CompletableFuture<Void>();
    LeaseEnd slow =
        (schema, ofShard, positions) -> {
          List<Integer> caches = leases.end(schema, ofShard, positions);
          held.complete(null);
          await(done);
          return caches;
        };

    var retry = CompletableFuture.supplyAsync(() -> retry(slow));
    held.get(20, TimeUnit.SECONDS);
    // The writer of the cache begins anew meanwhile, and waits for the retry.
    throughout(Duration.ofSeconds(2), () -> assertThat(leaseAndStatus()).startsWith("none"));
    done.countDown();

    assertThat(retry.get(20, TimeUnit.SECONDS)).isEqualTo(1);
    eventually(() -> assertThat(leaseAndStatus()).isEqualTo("covered PAID"));
  }

  @Test
  void aProofOfAbsenceGivesWayToWhatARetryBrought() throws Exception {
    cache.close();
    var absence = absence();
    assertThat(put(absence)).isTrue();
    assertThat(leaseAndStatus()).endsWith("absent");
    retry(leases);
    cache = cacheOf(keys);

    eventually(() -> assertThat(leaseAndStatus()).isEqualTo("covered PAID"));
    assertThat(put(absence)).as("a fill that was held up").isFalse();
    assertThat(leaseAndStatus()).isEqualTo("covered PAID");
  }

  @Test
  void theValueOfARetryOutlivesARedisThatLostIt() throws Exception {
    byte[] value = redis.sync().get(keys.order(order));
    byte[] watermark = redis.sync().get(keys.watermark());
    retry(leases);
    eventually(() -> assertThat(leaseAndStatus()).isEqualTo("covered PAID"));
    cache.close();

    // As a replica has it that takes over and never heard of the retry.
    redis.sync().set(keys.order(order), value);
    redis.sync().set(keys.watermark(), watermark);
    redis.sync().del(keys.lease());
    assertThat(leaseAndStatus()).isEqualTo("none PLACED");
    cache = cacheOf(keys);

    eventually(() -> assertThat(leaseAndStatus()).isEqualTo("covered PAID"));
  }

  @Test
  void everyCacheOverTheSameRowsGetsTheValueThoseThatStoodStillAsWell() throws Exception {
    var others = new CacheKeys(2, shard);
    var paused = new CacheKeys(3, shard);
    for (CacheKeys each : List.of(others, paused)) {
      try (var _ = cacheOf(each)) {
        eventually(() -> assertThat(leaseAndStatus(each)).isEqualTo("covered PLACED"));
      }
    }
    try (var _ = cacheOf(others)) {
      eventually(() -> assertThat(leaseAndStatus(others)).isEqualTo("covered PLACED"));
      retry(new LeaseEnds(link, _ -> List.of(1, 2, 3), new Random(shard)));
      for (CacheKeys each : List.of(keys, others)) {
        eventually(() -> {
          String found = leaseAndStatus(each);
          if (found.equals("covered PLACED")) {
            throw new IllegalStateException("Expected nobody to trust the old value any more");
          }
          assertThat(found).isEqualTo("covered PAID");
        });
      }
    }
    assertThat(leaseAndStatus(paused)).isEqualTo("none PLACED");
    try (var _ = cacheOf(paused)) {
      eventually(() -> assertThat(leaseAndStatus(paused)).isEqualTo("covered PAID"));
    }
  }

  @Test
  void aMarkIsForgottenOnceNoValueCanBeAsOld() {
    cache.close();
    retry(leases);
    assertThat(store.rewritten(1, shard, 0, 9).marks()).hasSize(1);

    store.forgetRewritten(shard, SETTINGS.ageMax(), 9);
    assertThat(store.rewritten(1, shard, 0, 9).marks()).hasSize(1);
    store.forgetRewritten(shard, Duration.ZERO, 9);
    assertThat(store.rewritten(1, shard, 0, 9).marks()).isEmpty();
  }

  private ShardCache cacheOf(CacheKeys generation) {
    var started =
        ShardCache.start(
            generation, store, link, SETTINGS, new Pace(), MetersForTests::ofCaches, new Random());
    started.standsAt(standing);
    return started;
  }

  private int retry(LeaseEnd ending) {
    return views.parked(RewrittenRowsIT::knowingMore, ending).retry(queue, false).applied();
  }

  private static LogRecord knowingMore(
      dev.tidemark.events.consistency.Position position, RawRecord raw) {
    return FORM.read(position, Records.renamed(raw, raw.header("ce_type").replace("v99", "v1")));
  }

  private CacheScripts.Entry absence() {
    byte[] bytes =
        new CachedValue<OrderView>(standing.orders() - 1, null).encode(ViewJson.mapper());
    return new CacheScripts.Entry(keys.order(order), bytes, Duration.ofMinutes(1));
  }

  private boolean put(CacheScripts.Entry entry) throws Exception {
    return new CacheScripts(redis.async())
        .put(keys, EventTopic.ORDERS, standing.orders(), entry)
        .toCompletableFuture()
        .get(10, TimeUnit.SECONDS);
  }

  /// What a reader would find at one moment.
  private String leaseAndStatus() {
    return leaseAndStatus(keys);
  }

  private String leaseAndStatus(CacheKeys of) {
    List<KeyValue<String, byte[]>> found = redis.sync().mget(of.lease(), of.order(order));
    var covered =
        "%020d:%020d:%020d:".formatted(standing.users(), standing.sessions(), standing.orders());
    Optional<String> lease = found.getFirst().optional().map(bytes -> new String(bytes, UTF_8));
    String trust =
        lease.map(text -> text.startsWith(covered) ? "covered" : "behind").orElse("none");
    return trust + " " + found.getLast().optional().map(RewrittenRowsIT::status).orElse("missing");
  }

  private static String status(byte[] bytes) {
    OrderView view =
        CachedValue.decode(bytes, OrderView.class, ViewJson.mapper()).orElseThrow().view();
    return view == null ? "absent" : view.status().name();
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}

package dev.tidemark.projection.cache;

import static dev.tidemark.projection.given.Eventually.eventually;
import static dev.tidemark.projection.given.Eventually.throughout;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.events.value.OrderId;
import dev.tidemark.localstack.LocalStack;
import dev.tidemark.projection.batch.Batch;
import dev.tidemark.projection.batch.Positions;
import dev.tidemark.projection.given.Customer;
import dev.tidemark.projection.given.MetersForTests;
import dev.tidemark.projection.given.Records;
import dev.tidemark.projection.given.Views;
import dev.tidemark.projection.runtime.Pace;
import dev.tidemark.projection.store.ViewStore;
import dev.tidemark.views.OrderStatus;
import dev.tidemark.views.OrderView;
import dev.tidemark.views.ViewJson;
import dev.tidemark.views.cache.CacheKeys;
import dev.tidemark.views.cache.CachedValue;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ShardCacheIT {
  private static final AtomicInteger SHARDS = new AtomicInteger();
  private static final CacheSettings SETTINGS =
      new CacheSettings(
          Duration.ofMillis(900), Duration.ofHours(1), Duration.ofHours(1), Duration.ofHours(1));

  private static Views views;
  private static RedisLink link;
  private static RedisClient client;
  private static RedisCommands<String, byte[]> redis;

  private final int shard = SHARDS.incrementAndGet();
  private final CacheKeys keys = new CacheKeys(1, shard);
  private final ViewStore store = views.store();
  private final Records log = new Records(shard);
  private final Customer alice = new Customer("alice" + shard, new Random(shard));
  private Positions standing = store.positions(shard);
  private ShardCache cache;

  @BeforeAll
  static void open() {
    var url = LocalStack.shared().redis().url();
    views = Views.in(LocalStack.shared(), "views_cache_it");
    link = new RedisLink(URI.create(url), Duration.ofMillis(500));
    client = RedisClient.create(url);
    redis = client.connect(RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE)).sync();
  }

  @AfterAll
  static void closeAll() {
    client.shutdown();
    link.close();
    views.close();
  }

  @AfterEach
  void close() {
    if (cache != null) {
      cache.close();
    }
  }

  @Test
  void whatIsCommittedIsWrittenThroughUnderALease() throws Exception {
    follow();
    var order = alice.newOrder();
    apply(alice.registers("EIRE"), alice.places(order, "EIRE", 2));

    eventuallyLive();
    var value = cached(order).orElseThrow();
    assertThat(value.version()).isEqualTo(0);
    assertThat(value.view()).isEqualTo(views.orders(shard).getFirst().view());
    assertThat(redis.pttl(keys.order(order))).isBetween(3_200_000L, 3_600_000L);
    assertThat(redis.get(keys.user(alice.username()))).isNotNull();
    assertThat(redis.pttl(keys.watermark())).isEqualTo(-1);

    apply(alice.pays(order, "3.75"));
    eventually(() -> assertThat(status(order)).hasValue(OrderStatus.PAID));
    assertThat(cached(order).orElseThrow().view().lines()).hasSize(2);
  }

  @Test
  void theLeaseIsRenewedWhileNothingHappens() throws Exception {
    follow();
    apply(alice.registers("EIRE"));
    eventuallyLive();

    throughout(Duration.ofSeconds(2), () -> assertThat(text(keys.lease())).isNotNull());
  }

  @Test
  void theLeaseEndsIfPostgresAnswersAndOnlyDoesNotGiveTheRows() throws Exception {
    follow();
    var order = alice.newOrder();
    apply(alice.registers("EIRE"), alice.places(order, "EIRE", 2));
    eventuallyLive();
    Batch batch = log.add(alice.pays(order, "3.75")).since(standing);
    store.apply(shard, standing, batch);
    standing = batch.next();

    views.execute("ALTER TABLE orders RENAME TO orders_elsewhere");
    try {
      cache.standsAt(standing);
      eventually(() -> assertThat(text(keys.lease())).isNull());
    } finally {
      views.execute("ALTER TABLE orders_elsewhere RENAME TO orders");
    }

    eventuallyLive();
    assertThat(status(order)).hasValue(OrderStatus.PAID);
  }

  @Test
  void aCacheThatForgotEverythingIsRepaired() throws Exception {
    follow();
    var order = alice.newOrder();
    apply(alice.registers("EIRE"), alice.places(order, "EIRE", 2));
    eventuallyLive();

    redis.flushall();

    eventuallyLive();
    assertThat(cached(order)).isPresent();
    assertThat(redis.get(keys.user(alice.username()))).isNotNull();
  }

  @Test
  void writesThatAFailoverLostAreNoticedAndWrittenAgain() throws Exception {
    follow();
    var order = alice.newOrder();
    apply(alice.places(order, "EIRE", 1));
    eventuallyLive();
    byte[] oldWatermark = redis.get(keys.watermark());
    byte[] oldValue = redis.get(keys.order(order));
    var lost = alice.newOrder();
    apply(alice.pays(order, "1.25"), alice.places(lost, "EIRE", 1));
    eventuallyLive();
    cache.lost(); // Holds still until it is told where the shard stands.
    eventually(() -> assertThat(cache.following().upToDate()).isFalse());

    // As a replica that lagged by one write would have it.
    redis.set(keys.watermark(), oldWatermark);
    redis.set(keys.order(order), oldValue);
    redis.del(keys.order(lost), keys.lease());
    cache.standsAt(standing);

    eventuallyLive();
    assertThat(status(order)).hasValue(OrderStatus.PAID);
    assertThat(cached(lost)).isPresent();
  }

  @Test
  void aSuccessorWritesOnlyWhatTheWatermarkDoesNotCover() throws Exception {
    follow();
    var covered = alice.newOrder();
    apply(alice.places(covered, "EIRE", 1));
    eventuallyLive();
    cache.close();
    redis.del(keys.order(covered));
    var missed = alice.newOrder();
    apply(alice.places(missed, "EIRE", 1));

    follow();

    eventuallyLive();
    assertThat(cached(missed)).isPresent();
    assertThat(cached(covered)).isEmpty();
  }

  @Test
  void aPredecessorThatStillLivesIsRefused() throws Exception {
    follow();
    apply(alice.registers("EIRE"));
    eventuallyLive();
    var predecessor = CacheChain.begin(link, keys, standing, "predecessor1");
    eventuallyLive();

    assertThat(predecessor.renew(System.nanoTime() + 1_000_000_000)).isFalse();
    assertThat(text(keys.watermark())).doesNotContain("predecessor1");
  }

  @Test
  void aWatermarkOfAnotherHistoryIsNotBelievedBeyondTheStore() throws Exception {
    redis.set(keys.watermark(), watermark(1_000_000).getBytes(UTF_8));
    var order = alice.newOrder();
    apply(alice.places(order, "EIRE", 1));
    follow();
    eventuallyLive();
    apply(alice.pays(order, "1.25"));

    eventually(() -> assertThat(status(order)).hasValue(OrderStatus.PAID));
  }

  @Test
  void garbageInPlaceOfTheWatermarkIsReplaced() throws Exception {
    redis.set(keys.watermark(), "garbage".getBytes(UTF_8));
    apply(alice.registers("EIRE"));
    follow();

    eventuallyLive();
    assertThat(redis.get(keys.user(alice.username()))).isNotNull();
  }

  @Test
  void aRepairLongerThanASliceAndAChunkWritesAll() throws Exception {
    var orders = new java.util.ArrayList<OrderId>();
    for (int i = 0; i < 3_000; i++) {
      orders.add(alice.newOrder());
    }
    var placed = orders.stream().map(order -> alice.places(order, "EIRE", 2)).toList();
    log.add(placed);
    apply();
    follow();

    eventuallyLive();
    assertThat(orders).allMatch(order -> redis.exists(keys.order(order)) == 1);
    assertThat(text(keys.lease())).contains(String.format("%020d", standing.orders()));
  }

  private void follow() {
    cache =
        ShardCache.start(
            keys, store, link, SETTINGS, new Pace(), MetersForTests::ofCaches, new Random());
    cache.standsAt(standing);
  }

  private void apply(dev.tidemark.events.Envelope... events) {
    Batch batch = log.add(List.of(events)).since(standing);
    store.apply(shard, standing, batch);
    standing = batch.next();
    if (cache != null) {
      cache.standsAt(standing);
    }
  }

  /// There is a lease, and it covers all that was applied.
  private void eventuallyLive() throws Exception {
    var covered =
        "%020d:%020d:%020d:".formatted(standing.users(), standing.sessions(), standing.orders());
    eventually(() -> assertThat(text(keys.lease())).isNotNull().startsWith(covered));
  }

  private Optional<OrderStatus> status(OrderId order) {
    return cached(order).map(value -> value.view().status());
  }

  private Optional<CachedValue<OrderView>> cached(OrderId order) {
    byte[] bytes = redis.get(keys.order(order));
    return bytes == null
        ? Optional.empty()
        : CachedValue.decode(bytes, OrderView.class, ViewJson.mapper());
  }

  private static String text(String key) {
    byte[] bytes = redis.get(key);
    return bytes == null ? null : new String(bytes, UTF_8);
  }

  private static String watermark(long position) {
    return "%020d:%020d:%020d:%020d:%s".formatted(position, position, position, 5, "somebody1");
  }
}

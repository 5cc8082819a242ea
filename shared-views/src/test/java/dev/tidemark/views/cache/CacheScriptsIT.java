package dev.tidemark.views.cache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.events.EventTopic;
import dev.tidemark.localstack.LocalStack;
import dev.tidemark.views.cache.CacheScripts.Entry;
import dev.tidemark.views.cache.CacheScripts.Turn;
import io.lettuce.core.RedisClient;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CacheScriptsIT {
  private static final CacheKeys KEYS = new CacheKeys(1, 3);
  private static final Instant LEASE = Instant.now().plusSeconds(3_600);
  private static final Duration TTL = Duration.ofMinutes(5);
  private static final Watermark MINE = new Watermark(1, 2, 3, 0, "writer0001");

  private static RedisClient client;
  private static StatefulRedisConnection<String, byte[]> connection;
  private final CacheScripts scripts = new CacheScripts(connection.async());

  @BeforeAll
  static void connect() {
    client = RedisClient.create(LocalStack.shared().redis().url());
    connection = client.connect(RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE));
  }

  @AfterAll
  static void disconnect() {
    client.close();
  }

  @BeforeEach
  void beginEmpty() {
    connection.sync().flushall();
  }

  @Test
  void theNewestOfManyRacingFillsStays() {
    long seed = new Random().nextLong();
    var versions = new ArrayList<Long>();
    for (long version = 0; version < 500; version++) {
      versions.add(version << 44);
    }
    Collections.shuffle(versions, new Random(seed));

    for (long version : versions) {
      get(fill(entry("k", version, "x")));
    }

    assertThat(stored("k")).as("seed " + seed).startsWith(CachedValue.versionText(499L << 44));
  }

  @Test
  void anOlderFillIsRefusedAndSaysSo() {
    assertThat(get(fill(entry("k", 10, "new")))).isTrue();
    assertThat(get(fill(entry("k", 9, "old")))).isFalse();

    assertThat(stored("k")).endsWith("new");
  }

  @Test
  void bytesThatAreNoValueGiveWayToAnyValue() {
    connection.sync().set("k", "zzzzzzzzzzzzzzzzzzzzzzzz".getBytes(UTF_8));

    assertThat(get(fill(entry("k", 1, "x")))).isTrue();
  }

  @Test
  void everyValueHasATimeToLive() {
    get(fill(entry("k", 1, "x")));

    assertThat(connection.sync().pttl("k")).isBetween(1L, TTL.toMillis());
  }

  @Test
  void aWriteBringsItsValuesAndItsWatermarkTogether() {
    taken(MINE);
    Watermark next = MINE.nextWrite(5, 2, 3);

    assertThat(get(scripts.write(KEYS, MINE, next, LEASE, List.of(entry("k", 4, "x")))))
        .isPresent();

    assertThat(stored("k")).endsWith("x");
    assertThat(stored(KEYS.watermark())).isEqualTo(next.encode());
    assertThat(stored(KEYS.lease())).isEqualTo(next.encode());
    assertThat(connection.sync().pttl(KEYS.lease())).isPositive();
    assertThat(connection.sync().pttl(KEYS.watermark())).isEqualTo(-1);
  }

  @Test
  void aWriteLeavesOutWhatIsNewerAndSaysSo() {
    taken(MINE);
    get(fill(entry("k", 9, "newer")));

    var written =
        get(
            scripts.write(
                KEYS,
                MINE,
                MINE.nextWrite(),
                LEASE,
                List.of(entry("k", 4, "older"), entry("other", 4, "x"))));

    assertThat(written.orElseThrow().newer()).isEqualTo(1);
    assertThat(stored("k")).endsWith("newer");
    assertThat(stored("other")).endsWith("x");
  }

  @Test
  void aWriteAfterALostWriteChangesNothing() {
    taken(MINE);
    Watermark first = MINE.nextWrite(5, 2, 3);
    get(scripts.write(KEYS, MINE, first, LEASE, List.of(entry("k", 4, "x"))));
    connection.sync().set(KEYS.watermark(), MINE.encode().getBytes(UTF_8)); // the first is lost

    Watermark second = first.nextWrite(6, 2, 3);
    assertThat(get(scripts.write(KEYS, first, second, LEASE, List.of(entry("k", 5, "y")))))
        .isEmpty();

    assertThat(stored("k")).endsWith("x");
    assertThat(stored(KEYS.watermark())).isEqualTo(MINE.encode());
  }

  @Test
  void aWriteDuringRepairLeavesTheShardWithoutALease() {
    taken(MINE);

    get(
        scripts.write(
            KEYS, MINE, MINE.nextWrite(), CacheScripts.NO_LEASE, List.of(entry("k", 4, "x"))));

    assertThat(connection.sync().get(KEYS.lease())).isNull();
  }

  /// A Redis that was held up finds commands in its queue that were given up long ago.
  @Test
  void aLeaseEndsWhenItsWriterMeantItToHoweverLateItIsGiven() {
    taken(MINE);
    Instant now = get(scripts.renew(KEYS, MINE, LEASE)).orElseThrow();
    assertThat(now).isBetween(LEASE.minusSeconds(3_601), LEASE);
    assertThat(connection.sync().pexpiretime(KEYS.lease())).isEqualTo(LEASE.toEpochMilli());

    connection.sync().del(KEYS.lease());
    assertThat(get(scripts.renew(KEYS, MINE, now))).isPresent();
    assertThat(get(scripts.write(KEYS, MINE, MINE.nextWrite(), now, List.of()))).isPresent();
    assertThat(connection.sync().exists(KEYS.lease())).isZero();
  }

  @Test
  void aNewWriterEndsTheLeaseAndStopsTheOldOne() {
    taken(MINE);
    assertThat(get(scripts.renew(KEYS, MINE, LEASE))).isPresent();
    var successor = new Watermark(1, 2, 3, 0, "writer0002");

    assertThat(get(scripts.take(KEYS, Optional.of(MINE.encode()), successor))).isPresent();

    assertThat(connection.sync().get(KEYS.lease())).isNull();
    assertThat(get(scripts.renew(KEYS, MINE, LEASE))).isEmpty();
    assertThat(get(scripts.write(KEYS, MINE, MINE.nextWrite(), LEASE, List.of()))).isEmpty();
    assertThat(get(scripts.take(KEYS, Optional.of(MINE.encode()), MINE))).isEmpty();
  }

  @Test
  void afterAFlushNothingIsRenewedOrWritten() {
    taken(MINE);
    connection.sync().flushall();

    assertThat(get(scripts.renew(KEYS, MINE, LEASE))).isEmpty();
    assertThat(get(scripts.write(KEYS, MINE, MINE.nextWrite(), LEASE, List.of()))).isEmpty();
    assertThat(connection.sync().dbsize()).isZero();
  }

  @Test
  void scriptsThatRedisForgotAreSentAgain() {
    taken(MINE);
    connection.sync().scriptFlush();

    assertThat(get(scripts.renew(KEYS, MINE, LEASE))).isPresent();
  }

  @Test
  void aFillProvedBeforeTheWatermarkIsRefused() {
    taken(MINE);
    for (EventTopic topic : EventTopic.values()) {
      long applied = MINE.nextPosition(topic);

      assertThat(get(scripts.put(KEYS, topic, applied - 1, entry("k", 0, "x")))).isFalse();
      assertThat(get(scripts.put(KEYS, topic, applied, entry("k", 0, "x")))).isTrue();
      connection.sync().del("k");
    }
  }

  /// A reader reads the row, is slow; the projection writes a newer value, Redis evicts it; now the
  /// reader fills. Without the proof an old value would stand under a watermark that is newer.
  @Test
  void aLateFillAfterAnEvictionDoesNotBringTheOldValueBack() {
    taken(MINE);
    Watermark next = MINE.nextWrite(1, 2, 8);
    get(scripts.write(KEYS, MINE, next, LEASE, List.of(entry("k", 7, "new"))));
    connection.sync().del("k");

    assertThat(get(scripts.put(KEYS, EventTopic.ORDERS, 6, entry("k", 5, "old")))).isFalse();

    assertThat(connection.sync().exists("k")).isZero();
  }

  @Test
  void nothingIsFilledWithoutAWatermark() {
    assertThat(get(scripts.put(KEYS, EventTopic.USERS, 1, entry("k", 0, "x")))).isFalse();
  }

  @Test
  void ofManyWhoLackAValueOneHasTheTurnUntilItIsFilled() {
    taken(MINE);
    assertThat(claim("k", Duration.ZERO)).isEqualTo(Turn.MINE);
    assertThat(claim("k", Duration.ZERO)).isEqualTo(Turn.ANOTHERS);
    assertThat(claim("other", Duration.ZERO)).isEqualTo(Turn.MINE);

    get(scripts.put(KEYS, EventTopic.ORDERS, 1L << 60, entry("k", 7, "x")));

    assertThat(claim("k", Duration.ZERO)).isEqualTo(Turn.NOBODYS);
  }

  @Test
  void aFillThatIsRefusedEndsTheTurnToo() {
    taken(MINE);
    assertThat(claim("k", Duration.ZERO)).isEqualTo(Turn.MINE);

    assertThat(get(scripts.put(KEYS, EventTopic.ORDERS, 0, entry("k", 0, "x")))).isFalse();

    assertThat(claim("k", Duration.ZERO)).isEqualTo(Turn.MINE);
  }

  @Test
  void aValueThatWillSoonBeGoneIsSomebodysTurnAndOneThatStaysNobodys() {
    connection.sync().set("k", "x".getBytes(UTF_8), SetArgs.Builder.px(TTL));
    connection.sync().set("stays", "x".getBytes(UTF_8));

    assertThat(claim("k", TTL.minusMinutes(1))).isEqualTo(Turn.NOBODYS);
    assertThat(claim("k", TTL.plusMinutes(1))).isEqualTo(Turn.MINE);
    assertThat(claim("stays", TTL)).isEqualTo(Turn.NOBODYS);
  }

  @Test
  void aTurnThatIsNotUsedEndsByItself() {
    assertThat(get(scripts.claim("k", Duration.ofMillis(1), Duration.ZERO))).isEqualTo(Turn.MINE);
    while (claim("k", Duration.ZERO) != Turn.MINE) {
      Thread.onSpinWait();
    }
  }

  private Turn claim(String key, Duration leftMin) {
    return get(scripts.claim(key, TTL, leftMin));
  }

  private CompletionStage<Boolean> fill(Entry entry) {
    get(scripts.take(KEYS, Optional.empty(), MINE));
    return scripts.put(KEYS, EventTopic.ORDERS, 1L << 60, entry);
  }

  private void taken(Watermark watermark) {
    assertThat(get(scripts.take(KEYS, Optional.empty(), watermark))).isPresent();
  }

  private static Entry entry(String key, long version, String text) {
    return new Entry(key, (CachedValue.versionText(version) + text).getBytes(UTF_8), TTL);
  }

  private static String stored(String key) {
    return new String(connection.sync().get(key), UTF_8);
  }

  private static <T> T get(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
  }
}

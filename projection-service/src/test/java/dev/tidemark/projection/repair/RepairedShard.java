package dev.tidemark.projection.repair;

import static dev.tidemark.projection.given.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.events.Envelope;
import dev.tidemark.localstack.LocalStack;
import dev.tidemark.projection.batch.Batch;
import dev.tidemark.projection.batch.LogRecord;
import dev.tidemark.projection.batch.Positions;
import dev.tidemark.projection.cache.CacheSettings;
import dev.tidemark.projection.cache.CacheValues;
import dev.tidemark.projection.cache.LeaseEnds;
import dev.tidemark.projection.cache.RedisLink;
import dev.tidemark.projection.cache.ShardCache;
import dev.tidemark.projection.given.Customer;
import dev.tidemark.projection.given.MemoryStore;
import dev.tidemark.projection.given.MetersForTests;
import dev.tidemark.projection.given.TestLog;
import dev.tidemark.projection.given.Views;
import dev.tidemark.projection.log.LogLook;
import dev.tidemark.projection.log.LogScan;
import dev.tidemark.projection.runtime.LogSettings;
import dev.tidemark.projection.runtime.Pace;
import dev.tidemark.projection.store.ViewStore;
import dev.tidemark.runtime.brokers.Brokers;
import dev.tidemark.views.cache.CacheKeys;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/// A shard of a real log, with its rows and its cache, which a test may damage.
final class RepairedShard implements AutoCloseable {
  /// As many as other tests make.
  static final int SHARDS = 32;

  /// Others begin from below.
  private static final AtomicInteger NEXT = new AtomicInteger(SHARDS);

  static final LogSettings LOG =
      new LogSettings(
          Brokers.plain(LocalStack.shared().kafka().bootstrapServers()), "none", 500, 1 << 20);
  private static final CacheSettings CACHE =
      new CacheSettings(
          Duration.ofSeconds(3), Duration.ofHours(1), Duration.ofHours(1), Duration.ofHours(1));

  final int shard;
  final Customer alice;
  final CacheKeys keys;
  final ViewStore store;
  final Stores stores;
  final StatefulRedisConnection<String, byte[]> redis;
  private final Views views;
  private final TestLog log;
  private final LogLook look = new LogLook(LOG);
  private final RedisLink link;
  private final RedisClient client;
  private final ShardCache cache;
  private final List<LogRecord> applied = new ArrayList<>();
  private Positions standing;

  /// One that no other test has.
  RepairedShard(Views views) {
    this.views = views;
    this.shard = NEXT.decrementAndGet();
    this.alice = new Customer(nameIn(shard), new Random(shard));
    this.keys = new CacheKeys(1, shard);
    this.store = views.store();
    this.log = new TestLog(LOG.brokers().bootstrapServers(), shard);
    var url = LocalStack.shared().redis().url();
    this.link = new RedisLink(URI.create(url), Duration.ofMillis(500));
    this.client = RedisClient.create(url);
    this.redis = client.connect(RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE));
    var random = new Random(shard);
    this.stores =
        new Stores(
            LOG,
            views.repairs(new LeaseEnds(link, _ -> List.of(1), random)),
            new CacheValues(link, of -> new CacheKeys(1, of), CACHE, random));
    this.standing = store.positions(shard);
    this.cache =
        ShardCache.start(
            keys, store, link, CACHE, new Pace(), MetersForTests::ofCaches, new Random(shard));
    cache.standsAt(standing);
  }

  LogLook look() {
    return look;
  }

  /// Written to the log, and applied as the worker does.
  void apply(Envelope... events) {
    apply(List.of(events));
  }

  void apply(List<Envelope> events) {
    log.write(events);
    applyNext(events.size());
  }

  void applyUnreadable(Envelope event) {
    var raw = log.recordOf(event);
    raw.headers().remove("ce_type").add("ce_type", "order.paid.v99".getBytes(UTF_8));
    log.writeRaw(raw);
    applyNext(1);
  }

  /// A commit is acknowledged before readers see it.
  private void applyNext(int events) {
    int wanted = applied.size() + events;
    while (applied.size() < wanted) {
      Positions end = look.ends().get(shard);
      try (var scan = LogScan.from(standing, shard, LOG)) {
        var records = new ArrayList<LogRecord>();
        scan.readTo(end, records::addAll);
        store.apply(shard, standing, new Batch(records, end));
        applied.addAll(records);
      }
      standing = end;
      cache.standsAt(standing);
    }
  }

  /// All of the shard, at once.
  Report sweep(Wish.Kind kind, boolean mend) {
    return sweep(new Wish(kind, Selection.ALL, mend));
  }

  Report sweep(Wish wish) {
    var tally = new Tally(Report.NOTHING, List.of());
    new Sweep(stores, wish, new Unit(shard, 0, 1, 0), tally, new Calm()).run();
    return tally.report();
  }

  void eventuallyLive() throws Exception {
    var covered =
        "%020d:%020d:%020d:".formatted(standing.users(), standing.sessions(), standing.orders());
    eventually(() -> {
      byte[] lease = redis.sync().get(keys.lease());
      assertThat(lease == null ? "" : new String(lease, UTF_8)).startsWith(covered);
    });
  }

  void assertRowsAreAsTheLogSays() {
    var memory = MemoryStore.empty();
    memory.apply(new Batch(applied, standing));
    var slices = store.slices(shard, Positions.START, standing, Integer.MAX_VALUE);
    assertThat(slices.users().rows()).containsExactlyInAnyOrderElementsOf(memory.users().values());
    assertThat(slices.sessions().rows())
        .containsExactlyInAnyOrderElementsOf(memory.sessions().values());
    assertThat(slices.orders().rows())
        .containsExactlyInAnyOrderElementsOf(memory.orders().values());
    assertThat(stores.views().derived(shard, false)).isZero();
  }

  private static String nameIn(int shard) {
    return IntStream.range(0, 10_000)
        .mapToObj(i -> "alice" + i)
        .filter(name -> new dev.tidemark.events.value.Username(name).slot().shard(SHARDS) == shard)
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void close() {
    cache.close();
    log.close();
    look.close();
    client.shutdown();
    link.close();
  }

  /// Never stops, and does not wait.
  private static final class Calm implements Pulse {
    @Override
    public void beat() {}

    @Override
    public void rest(Duration span) {
      java.util.concurrent.locks.LockSupport.parkNanos(span.toNanos());
    }
  }
}

package dev.tidemark.projection.rebuild;

import static dev.tidemark.projection.given.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.events.Envelope;
import dev.tidemark.localstack.LocalStack;
import dev.tidemark.projection.cache.CacheLook;
import dev.tidemark.projection.cache.CachePruning;
import dev.tidemark.projection.cache.CacheSettings;
import dev.tidemark.projection.cache.RedisLink;
import dev.tidemark.projection.generation.Change;
import dev.tidemark.projection.generation.Generation;
import dev.tidemark.projection.generation.Generation.Target;
import dev.tidemark.projection.generation.Lineup;
import dev.tidemark.projection.given.Customer;
import dev.tidemark.projection.given.MetersForTests;
import dev.tidemark.projection.given.TestLog;
import dev.tidemark.projection.given.Views;
import dev.tidemark.projection.runtime.LogSettings;
import dev.tidemark.projection.runtime.ShardStatus;
import dev.tidemark.projection.store.ControlSchema;
import dev.tidemark.projection.store.Database;
import dev.tidemark.projection.store.DatabaseSettings;
import dev.tidemark.projection.store.Generations;
import dev.tidemark.runtime.brokers.Brokers;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/// How fast a generation is filled, beside what that cannot be done without: reading the same
/// topics, and writing the same rows. `-Drebuild.rounds=7` takes about five minutes. All of it
/// shares the machine, so only ratios within a round count.
@EnabledIfSystemProperty(named = "rebuild.rounds", matches = "\\d+")
class RebuildCostsIT {
  private static final int ROUNDS = Integer.getInteger("rebuild.rounds", 1);
  private static final int WARM_UP_ROUNDS = 2;
  private static final int SHARDS = 4;

  /// As customers of a real shop do: a few orders of about twenty lines each.
  private static final int CUSTOMERS_PER_SHARD = 700;

  private static final int ORDERS_PER_CUSTOMER = 4;
  private static final int LINES_MAX = 39;
  private static final int CUSTOMERS_PER_TRANSACTION = 20;

  private static final int BATCH_EVENTS_MAX = 10_000;
  private static final int PATIENCE_MAX = 10;
  private static final Duration DAY = Duration.ofDays(1);
  private static final LocalStack STACK = LocalStack.onDemand();
  private static final Clock CLOCK = Clock.systemUTC();

  private static DatabaseSettings settings;
  private static LogSettings log;
  private static Database control;
  private static RedisLink redis;
  private static Generations generations;
  private static LiveGenerations live;
  private static long events;

  /// Events a second.
  private record Round(double reading, double copying, double rows, double rowsAndCache) {}

  @BeforeAll
  static void start() throws Exception {
    String kafka = STACK.kafka().bootstrapServers();
    TestLog.createTopics(kafka, SHARDS);
    for (int shard = 0; shard < SHARDS; shard++) {
      write(kafka, shard);
    }
    settings = Views.settings(STACK, ControlSchema.NAME);
    log = new LogSettings(Brokers.plain(kafka), "unused", 2_000, 2 << 20);
    ControlSchema.migrate(settings);
    control = Database.open(settings.control());
    redis = new RedisLink(URI.create(STACK.redis().url()), Duration.ofSeconds(2));
    generations = new Generations(control);
    live =
        new LiveGenerations(
            new Adapters(
                settings,
                log,
                BATCH_EVENTS_MAX,
                new CacheSettings(Duration.ofSeconds(3), DAY, DAY, DAY),
                redis,
                MetersForTests.ALL,
                CLOCK,
                new Random(1)));
    live.follow(generations.lineup());
    IntStream.range(0, SHARDS).forEach(live::assigned);
    Generation first = generations.lineup().serving();
    await(first, all -> all.allMatch(it -> it.lag().orElse(1) == 0 && it.positions().orders() > 0));
  }

  @AfterAll
  static void stop() {
    live.close();
    redis.close();
    control.close();
    STACK.close();
  }

  @Test
  void aRebuildIsNotMuchMoreThanReadingTheLogOrWritingTheRows() throws Exception {
    var copy = PlainCopy.of(settings.in(Generation.schema(1)), SHARDS);
    var reading = new PlainReading(log.withBatchEventsMax(BATCH_EVENTS_MAX), SHARDS);
    var rounds = new ArrayList<Round>();
    for (int i = 1; i <= WARM_UP_ROUNDS + ROUNDS; i++) {
      double read = perSecond(reading.run(events));
      double copied = perSecond(copy.run());
      long[] rebuilt = rebuild();
      var round = new Round(read, copied, perSecond(rebuilt[0]), perSecond(rebuilt[1]));
      System.out.println((i <= WARM_UP_ROUNDS ? "warming up: " : "") + round);
      rounds.add(round);
    }
    report(rounds.subList(WARM_UP_ROUNDS, rounds.size()));
  }

  /// @return until the rows are at the end of the log, and until the caches are as well: in
  ///   nanoseconds, without the time that it takes to create the tables
  private static long[] rebuild() throws Exception {
    Lineup begun = change(it -> it.rebuild(Target.ALL, 0, SHARDS, CLOCK.instant()));
    Generation built = begun.built().orElseThrow();
    long before = System.nanoTime();
    var goal = live.serving().stream().map(ShardStatus::positions).toList();
    long rows = await(built, all -> all.map(ShardStatus::positions).toList().equals(goal));
    var look = new CacheLook(redis);
    long caches =
        await(
            built,
            all ->
                all.allMatch(shard ->
                    look.shard(built.number(), shard.shard())
                        .watermark()
                        .equals(Optional.of(shard.positions()))));
    try (var views = Views.in(STACK, built.schema())) {
      assertThat(views.ask("SELECT count(*) FROM events")).containsExactly(String.valueOf(events));
    }
    change(it -> it.cancel(built.number(), CLOCK.instant()));
    change(it -> it.prune(built.number(), CLOCK.instant()));
    boolean _ = CachePruning.run(redis, built.number(), new CountDownLatch(1));
    generations.pruned(built.number(), CLOCK.instant());
    return new long[] {rows - before, caches - before};
  }

  /// @return when it was so
  private static long await(Generation built, Predicate<Stream<ShardStatus>> there)
      throws Exception {
    for (int patience = 1; ; patience++) {
      try {
        eventually(() -> assertThat(there.test(live.statuses(built).stream())).isTrue());
        return System.nanoTime();
      } catch (AssertionError e) {
        if (patience == PATIENCE_MAX) {
          throw e;
        }
      }
    }
  }

  private static Lineup change(Function<Lineup, Change> decide) {
    assertThat(generations.change(decide)).isInstanceOf(Change.Made.class);
    Lineup lineup = generations.lineup();
    live.follow(lineup);
    return lineup;
  }

  private static void report(List<Round> rounds) {
    System.out.println("| events a second | median | rows of it | rows and cache of it |");
    System.out.println("| --- | --- | --- | --- |");
    line("read the log", rounds, Round::reading);
    line("copy the rows", rounds, Round::copying);
    line("the slower of both", rounds, it -> Math.min(it.reading(), it.copying()));
    System.out.printf(
        "%,d events; rebuilt: rows %,.0f/s, rows and cache %,.0f/s%n",
        events, quantile(rounds, Round::rows, 0.5), quantile(rounds, Round::rowsAndCache, 0.5));
  }

  private static void line(String what, List<Round> rounds, Function<Round, Double> other) {
    System.out.printf(
        "| %s | %,.0f | %s | %s |%n",
        what,
        quantile(rounds, other, 0.5),
        spread(rounds, round -> round.rows() / other.apply(round)),
        spread(rounds, round -> round.rowsAndCache() / other.apply(round)));
  }

  /// The median, and between what the middle half lies.
  private static String spread(List<Round> rounds, Function<Round, Double> ratio) {
    return "%.2f (%.2f to %.2f)"
        .formatted(
            quantile(rounds, ratio, 0.5),
            quantile(rounds, ratio, 0.25),
            quantile(rounds, ratio, 0.75));
  }

  private static double quantile(List<Round> rounds, Function<Round, Double> figure, double q) {
    List<Double> sorted = rounds.stream().map(figure).sorted().toList();
    return sorted.get((int) Math.round(q * (sorted.size() - 1)));
  }

  private static double perSecond(long nanos) {
    return events * 1e9 / nanos;
  }

  private static void write(String kafka, int shard) {
    var random = new Random(shard);
    try (var written = new TestLog(kafka, shard)) {
      var some = new ArrayList<Envelope>();
      for (int i = 1; i <= CUSTOMERS_PER_SHARD; i++) {
        some.addAll(history(new Customer("c%d-%d".formatted(shard, i), random), random));
        if (i % CUSTOMERS_PER_TRANSACTION == 0) {
          written.write(some);
          events += some.size();
          some.clear();
        }
      }
    }
  }

  private static List<Envelope> history(Customer customer, Random random) {
    var history = new ArrayList<>(List.of(customer.registers("France")));
    var session = customer.newSession();
    history.add(customer.starts(session));
    for (int i = 0; i < ORDERS_PER_CUSTOMER; i++) {
      var order = customer.newOrder();
      history.add(customer.places(order, "France", 1 + random.nextInt(LINES_MAX)));
      history.add(customer.pays(order, "1.25"));
    }
    history.add(customer.ends(session));
    return history;
  }
}

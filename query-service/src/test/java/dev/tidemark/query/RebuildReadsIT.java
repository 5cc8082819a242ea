package dev.tidemark.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.events.Envelope;
import dev.tidemark.events.value.Username;
import dev.tidemark.localstack.DataDirectory;
import dev.tidemark.localstack.LocalStack;
import dev.tidemark.localstack.Ports;
import dev.tidemark.localstack.Service;
import dev.tidemark.localstack.ServiceProcess;
import dev.tidemark.query.cache.Guards;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/// How much longer reads take while a generation is filled at a throttled pace. Readers do not wait
/// for each other (an open loop: what is late does not hold back what comes next); half of them are
/// answered from Redis, half from PostgreSQL. `-Drebuild.reads.rounds=9` takes about seven minutes.
/// All of it shares the machine, so only what is compared within a round counts.
@EnabledIfSystemProperty(named = "rebuild.reads.rounds", matches = "\\d+")
class RebuildReadsIT {
  private static final int ROUNDS = Integer.getInteger("rebuild.reads.rounds", 1);

  /// Events a second, for all shards together.
  private static final int THROTTLE = Integer.getInteger("rebuild.reads.throttle", 500);

  private static final int PER_SECOND = 200;
  private static final Duration EACH = Duration.ofSeconds(15);
  private static final Duration WARM_UP = Duration.ofSeconds(30);
  private static final int CONNECTIONS = 64;
  private static final int USERS_PER_TRANSACTION = 500;

  private static final List<String> USERS =
      IntStream.range(0, 16_000).mapToObj(i -> "r" + i).toList();

  private static final DataDirectory DIRECTORY = DataDirectory.temporary();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Random RANDOM = new Random(3);
  private static ServiceProcess projection;
  private static Operators operators;
  private static RunningQueries queries;
  private static BlockingQueue<Closed> connections;

  /// Milliseconds.
  private record Latency(double p50, double p99) {
    static Latency of(double[] ms) {
      Arrays.sort(ms);
      return new Latency(ms[ms.length / 2], ms[ms.length * 99 / 100]);
    }
  }

  private record Round(Latency alone, Latency beside) {}

  @BeforeAll
  static void start() throws Exception {
    String kafka = LogStack.kafka().bootstrapServers();
    for (int shard = 0; shard < Samples.SHARDS; shard++) {
      write(kafka, shard);
    }
    var postgres = LocalStack.shared().postgres();
    String url = postgres.createDatabase("rebuild_reads");
    String redis = LocalStack.shared().redis().url() + "/4";
    projection =
        new ServiceProcess(
            Service.PROJECTION,
            DIRECTORY,
            Ports.free(),
            Map.of(
                "KAFKA_BOOTSTRAP_SERVERS",
                kafka,
                "POSTGRES_URL",
                url,
                "POSTGRES_USER",
                postgres.user(),
                "POSTGRES_PASSWORD",
                postgres.password(),
                "REDIS_URL",
                redis,
                "PROJECTION_PRUNE_AFTER",
                "1s"));
    projection.start();
    operators = new Operators(projection.url(), HTTP);
    queries =
        new RunningQueries(
            postgres, url, redis, Map.of("KAFKA_BOOTSTRAP_SERVERS", kafka), Guards.ALL);
    connections = new ArrayBlockingQueue<>(CONNECTIONS);
    for (int i = 0; i < CONNECTIONS; i++) {
      connections.add(new Closed(queries.port()));
    }
    for (String last : USERS.reversed().subList(0, 4 * Samples.SHARDS)) {
      Eventually.until(() -> queries.get("/v1/users/" + last), RunningQueries.fromRedis());
    }
  }

  @AfterAll
  static void stop() throws Exception {
    for (Closed connection : connections) {
      connection.close();
    }
    queries.close();
    projection.close();
    DIRECTORY.delete();
    HTTP.close();
  }

  @Test
  void aThrottledRebuildIsHardlyNoticedByReaders() throws Exception {
    Latency _ = read(WARM_UP);
    Latency _ = beside();
    var rounds = new ArrayList<Round>();
    for (int i = 0; i < ROUNDS; i++) {
      // Whichever is first is so by turns.
      boolean aloneFirst = i % 2 == 0;
      Latency first = aloneFirst ? read(EACH) : beside();
      Latency second = aloneFirst ? beside() : read(EACH);
      var round = aloneFirst ? new Round(first, second) : new Round(second, first);
      System.out.println(round);
      rounds.add(round);
    }
    System.out.printf("%d reads/s, a rebuild of %d events/s%n", PER_SECOND, THROTTLE);
    System.out.println("| | alone | beside a rebuild | ratio |");
    System.out.println("| --- | --- | --- | --- |");
    line("p50", rounds, Latency::p50);
    line("p99", rounds, Latency::p99);
  }

  /// Reads while a generation is filled, from before its first row until before its last.
  private static Latency beside() throws Exception {
    int number = operators.rebuild("throttle=" + THROTTLE);
    Eventually.until(
        () -> operators.generation(number), it -> it.path("donePlaces").asLong(0) > THROTTLE / 2);
    Latency latency = read(EACH);
    var after = operators.generation(number);
    assertThat(after.required("donePlaces").asLong())
        .isLessThan(after.required("goalPlaces").asLong());
    operators.post("/v1/admin/generations/" + number + "/cancel");
    operators.post("/v1/admin/generations/" + number + "/pruning");
    operators.awaitState(number, "pruned");
    return latency;
  }

  private static Latency read(Duration during) throws InterruptedException {
    var took = new ConcurrentLinkedQueue<Double>();
    long begun = System.nanoTime();
    int count = (int) (PER_SECOND * during.toSeconds());
    try (var requests = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < count; i++) {
        long due = begun + (long) (i * 1e9 / PER_SECOND);
        for (long now = System.nanoTime(); now < due; now = System.nanoTime()) {
          LockSupport.parkNanos(due - now);
        }
        byte[] request = Closed.request(anybody() + (i % 2 == 0 ? "" : "/orders"));
        requests.submit(() -> {
          Closed connection = connections.take();
          boolean answered = connection.ask(request);
          connections.add(connection);
          if (answered) {
            took.add((System.nanoTime() - due) / 1e6);
          }
          return null;
        });
      }
    }
    assertThat(took.size()).as("reads that were not turned away").isEqualTo(count);
    return Latency.of(took.stream().mapToDouble(ms -> ms).toArray());
  }

  private static void line(String what, List<Round> rounds, ToDoubleFunction<Latency> figure) {
    double[] ratios =
        rounds.stream()
            .mapToDouble(it -> figure.applyAsDouble(it.beside()) / figure.applyAsDouble(it.alone()))
            .toArray();
    System.out.printf(
        "| %s | %.2f ms | %.2f ms | %.2f (%.2f to %.2f) |%n",
        what,
        quantile(rounds.stream().mapToDouble(it -> figure.applyAsDouble(it.alone())), 0.5),
        quantile(rounds.stream().mapToDouble(it -> figure.applyAsDouble(it.beside())), 0.5),
        quantile(Arrays.stream(ratios), 0.5),
        quantile(Arrays.stream(ratios), 0.25),
        quantile(Arrays.stream(ratios), 0.75));
  }

  private static double quantile(DoubleStream figures, double q) {
    double[] sorted = figures.sorted().toArray();
    return sorted[(int) Math.round(q * (sorted.length - 1))];
  }

  private static void write(String kafka, int shard) throws Exception {
    Envelope[] mine =
        USERS.stream()
            .filter(user -> new Username(user).slot().shard(Samples.SHARDS) == shard)
            .map(Logged::registers)
            .toArray(Envelope[]::new);
    try (var log = new WrittenLog(kafka, shard)) {
      for (int from = 0; from < mine.length; from += USERS_PER_TRANSACTION) {
        int to = Math.min(mine.length, from + USERS_PER_TRANSACTION);
        log.write(Arrays.copyOfRange(mine, from, to));
      }
    }
  }

  private static String anybody() {
    return "/v1/users/" + USERS.get(RANDOM.nextInt(USERS.size()));
  }
}

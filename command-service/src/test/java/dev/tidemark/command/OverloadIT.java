package dev.tidemark.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.command.given.CommandProcess;
import dev.tidemark.command.given.LeanClient;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Offers more than an instance can take, as clients do who do not wait for each other (an open
/// loop: what is late does not hold back what comes next), and sees how much is decided in time.
/// `-Doverload.seconds=3` runs each load for so long, three times.
///
/// The service has one processor, its clients and the broker another: clients that ask for more
/// must not take away from what they are served with. They do a little, as the broker waits for its
/// processor more. Before that all is made warm, also turning away: code that is compiled while it
/// is measured says how fast the compiler is.
@EnabledIfSystemProperty(named = "overload.seconds", matches = "\\d+")
class OverloadIT {
  private static final int SECONDS = Integer.getInteger("overload.seconds", 0);
  private static final int ROUNDS = 3;
  private static final int WARM_UP_ROUNDS = 16;
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final int USERS = 200;
  private static final int CLIENTS = 96;
  private static final int ORDERS_IN_BULK = 20;
  private static final double[] LOADS = {1, 1.5, 2, 3};
  private static final String ORDER =
      IntStream.range(0, 20)
          .mapToObj("{\"sku\":\"sku-%d\",\"quantity\":1,\"unitPrice\":\"1.25\"}"::formatted)
          .collect(Collectors.joining(",", "{\"currency\":\"GBP\",\"lines\":[", "]}"));

  private static final String HEAD =
      """
      POST /v1/users/user%d/orders HTTP/1.1\r
      Content-Type: application/json\r
      Idempotency-Key: k%d\r
      Request-Timeout: %d\r
      """;

  @TempDir Path directory;

  private final AtomicInteger keys = new AtomicInteger();
  private final AtomicInteger users = new AtomicInteger();

  /// What came of one load.
  ///
  /// @param good decided, and known to the client in time
  /// @param late decided, but known too late
  private record Result(
      double load, int good, int late, int turnedAway, int otherwise, long[] goodMs) {
    int all() {
      return good + late + turnedAway + otherwise;
    }

    double perSecond() {
      return (double) good / SECONDS;
    }

    long percentile(double p) {
      return goodMs.length == 0 ? 0 : goodMs[(int) ((goodMs.length - 1) * p)];
    }
  }

  /// How orders are asked for.
  private enum Way {
    SINGLE(201),
    BULK(200);

    private final int done;

    Way(int done) {
      this.done = done;
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsDecidedInTimeHardlyShrinksWhenMuchMoreIsAsked(Way way) throws Exception {
    try (var process = new CommandProcess(directory);
        var client = new LeanClient(process.service().url())) {
      for (int i = 0; i < USERS; i++) {
        process.client().post("r", "/v1/users", "{\"username\":\"user%d\"}".formatted(i));
      }
      for (int i = 0; i < WARM_UP_ROUNDS; i++) {
        double _ = closed(client, way);
      }
      separate(ProcessHandle.of(process.service().pid()).orElseThrow());
      double peak = peak(client, way);
      Result _ = open(client, way, LOADS[LOADS.length - 1], peak);
      peak = Math.max(peak, peak(client, way));
      System.out.printf("%s, closed loop, %d clients: %,.0f/s%n", way, CLIENTS, peak);
      report(way, rounds(client, way, peak));
    }
  }

  private List<Result> rounds(LeanClient client, Way way, double peak) throws Exception {
    var results = new ArrayList<Result>();
    for (int round = 1; round <= ROUNDS; round++) {
      for (double load : LOADS) {
        Result result = open(client, way, load, peak);
        System.out.printf(
            "round %d, %.1f: %,.0f/s, late %d, 503 %d%n",
            round, load, result.perSecond(), result.late(), result.turnedAway());
        results.add(result);
      }
    }
    assertThat(results).allMatch(result -> result.otherwise() == 0);
    return results;
  }

  private static void separate(ProcessHandle service) throws IOException, InterruptedException {
    pin(ProcessHandle.current(), 1);
    for (ProcessHandle child : ProcessHandle.current().descendants().toList()) {
      pin(child, child.equals(service) ? 0 : 1);
    }
  }

  private static void pin(ProcessHandle process, int processor)
      throws IOException, InterruptedException {
    String[] taskset = {
      "taskset", "-acp", Integer.toString(processor), Long.toString(process.pid())
    };
    assertThat(new ProcessBuilder(taskset).redirectOutput(Redirect.DISCARD).start().waitFor())
        .as("Expected taskset to find two processors")
        .isZero();
  }

  private double peak(LeanClient client, Way way) throws InterruptedException {
    double peak = 0;
    for (int i = 0; i < ROUNDS; i++) {
      peak = Math.max(peak, closed(client, way));
    }
    return peak;
  }

  /// As many requests as a number of clients get done who each wait for an answer.
  private double closed(LeanClient client, Way way) throws InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(SECONDS).toNanos();
    var decided = new AtomicLong();
    try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < CLIENTS; i++) {
        clients.submit(() -> {
          while (System.nanoTime() < end) {
            if (ask(client, way) == way.done) {
              decided.incrementAndGet();
            }
          }
          return null;
        });
      }
    }
    return (double) decided.get() / SECONDS;
  }

  private Result open(LeanClient client, Way way, double load, double peak)
      throws InterruptedException {
    double perSecond = peak * load;
    var answers = new ConcurrentLinkedQueue<long[]>();
    long began = System.nanoTime();
    int count = (int) (perSecond * SECONDS);
    try (var requests = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < count; i++) {
        long due = began + (long) (i * 1e9 / perSecond);
        for (long now = System.nanoTime(); now < due; now = System.nanoTime()) {
          LockSupport.parkNanos(due - now);
        }
        requests.execute(() -> {
          int status = ask(client, way);
          answers.add(new long[] {status, (System.nanoTime() - due) / 1_000_000});
        });
      }
    }
    long[] goodMs =
        answers.stream()
            .filter(a -> a[0] == way.done)
            .mapToLong(a -> a[1])
            .filter(ms -> ms <= PATIENCE.toMillis())
            .sorted()
            .toArray();
    int late = (int) answers.stream().filter(a -> a[0] == way.done).count() - goodMs.length;
    int turnedAway = (int) answers.stream().filter(a -> a[0] == 503).count();
    return new Result(
        load,
        goodMs.length,
        late,
        turnedAway,
        answers.size() - goodMs.length - late - turnedAway,
        goodMs);
  }

  /// @return the status; 0 if there was no answer
  private int ask(LeanClient client, Way way) {
    String key = "k" + keys.incrementAndGet();
    try {
      return switch (way) {
        case SINGLE ->
            client.post(head("/v1/users/%s/orders".formatted(user()), "json", key), ORDER);
        case BULK -> client.post(head("/v1/commands", "x-ndjson", key), bulk(key));
      };
    } catch (IOException e) {
      System.out.println("no answer: " + e);
      return 0;
    }
  }

  private static String head(String path, String type, String key) {
    return "POST %s HTTP/1.1\r\nContent-Type: application/%s\r\nRequest-Timeout: %d\r\n"
            .formatted(path, type, PATIENCE.toSeconds())
        + (type.equals("json") ? "Idempotency-Key: " + key + "\r\n" : "");
  }

  private String bulk(String key) {
    return IntStream.range(0, ORDERS_IN_BULK)
        .mapToObj(i ->
            "{\"command\":\"order.place\",\"username\":\"%s\",\"idempotencyKey\":\"%s-%d\",\"body\":%s}"
                .formatted(user(), key, i, ORDER))
        .collect(Collectors.joining("\n"));
  }

  private String user() {
    return "user" + users.incrementAndGet() % USERS;
  }

  private static void report(Way way, List<Result> results) {
    double best = 0;
    for (double load : LOADS) {
      best = Math.max(best, median(of(results, load), Result::perSecond));
    }
    System.out.println(
        "| " + way + ", of the peak | decided in time, of the best | p50 | p99 | late | 503 |");
    System.out.println("| --- | --- | --- | --- | --- | --- |");
    for (double load : LOADS) {
      List<Result> same = of(results, load);
      double median = median(same, Result::perSecond);
      double[] ratios = same.stream().mapToDouble(Result::perSecond).sorted().toArray();
      System.out.printf(
          "| %.1f | %.2f (%.2f..%.2f) | %.0f ms | %.0f ms | %.1f %% | %.0f %% |%n",
          load,
          median / best,
          ratios[0] / best,
          ratios[ratios.length - 1] / best,
          median(same, result -> result.percentile(0.5)),
          median(same, result -> result.percentile(0.99)),
          median(same, r -> 100.0 * r.late() / r.all()),
          median(same, r -> 100.0 * r.turnedAway() / r.all()));
    }
  }

  private static List<Result> of(List<Result> results, double load) {
    return results.stream().filter(result -> result.load() == load).toList();
  }

  private static double median(List<Result> results, ToDoubleFunction<Result> figure) {
    double[] sorted = results.stream().mapToDouble(figure).sorted().toArray();
    return Arrays.stream(sorted).skip(sorted.length / 2).findFirst().orElse(0);
  }
}

package dev.tidemark.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.command.given.CommandProcess;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/// Offers more than an instance can take, as clients do who do not wait for each other (an open
/// loop: what is late does not hold back what comes next), and sees how much is decided in time.
/// `-Doverload.seconds=10` runs each load for so long, three times.
///
/// Service and broker have one processor, the clients another: clients that ask for more must not
/// take away from what they are served with.
@EnabledIfSystemProperty(named = "overload.seconds", matches = "\\d+")
class OverloadIT {
  private static final int SECONDS = Integer.getInteger("overload.seconds", 0);
  private static final int ROUNDS = 3;
  private static final int WARM_UP_ROUNDS = 4;
  private static final int USERS = 200;
  private static final int CLIENTS = 96;
  private static final double[] LOADS = {0.5, 0.8, 1, 1.5, 2, 3};
  private static final String ORDER =
      IntStream.range(0, 20)
          .mapToObj("{\"sku\":\"sku-%d\",\"quantity\":1,\"unitPrice\":\"1.25\"}"::formatted)
          .collect(Collectors.joining(",", "{\"currency\":\"GBP\",\"lines\":[", "]}"));

  @TempDir static Path directory;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final AtomicInteger keys = new AtomicInteger();

  /// What came of one load.
  private record Result(double load, int good, int turnedAway, int otherwise, long[] goodMs) {
    double perSecond() {
      return (double) good / SECONDS;
    }

    long percentile(double p) {
      return goodMs.length == 0 ? 0 : goodMs[(int) ((goodMs.length - 1) * p)];
    }
  }

  @Test
  void whatIsDecidedInTimeHardlyShrinksWhenMuchMoreIsAsked() throws Exception {
    pin(0);
    try (var process = new CommandProcess(directory)) {
      pin(1);
      for (int i = 0; i < USERS; i++) {
        process.client().post("r", "/v1/users", "{\"username\":\"user%d\"}".formatted(i));
      }
      URI base = process.service().url();
      // The first ones make the JVM warm.
      double peak = 0;
      for (int i = 0; i < WARM_UP_ROUNDS; i++) {
        peak = Math.max(peak, closed(base));
      }
      System.out.printf("closed loop, %d clients: %,.0f orders/s%n", CLIENTS, peak);
      var results = new ArrayList<Result>();
      for (int round = 1; round <= ROUNDS; round++) {
        for (double load : LOADS) {
          results.add(open(base, load, peak * load));
        }
      }
      report(results);
      assertThat(results).allMatch(result -> result.otherwise() == 0);
    }
  }

  /// Keeps this process, and those it starts from now on, on one processor.
  private static void pin(int processor) throws IOException, InterruptedException {
    String pid = Long.toString(ProcessHandle.current().pid());
    var taskset = new ProcessBuilder("taskset", "-acp", Integer.toString(processor), pid);
    assertThat(taskset.redirectErrorStream(true).redirectOutput(Redirect.DISCARD).start().waitFor())
        .as("Expected taskset to find two processors")
        .isZero();
  }

  /// As many as a number of clients get decided who each wait for an answer.
  private double closed(URI base) throws InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(SECONDS).toNanos();
    var decided = new AtomicLong();
    try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < CLIENTS; i++) {
        clients.submit(() -> {
          while (System.nanoTime() < end) {
            if (http.send(request(base), BodyHandlers.discarding()).statusCode() == 201) {
              decided.incrementAndGet();
            }
          }
          return null;
        });
      }
    }
    return (double) decided.get() / SECONDS;
  }

  private Result open(URI base, double load, double perSecond) {
    var answers = new ConcurrentLinkedQueue<long[]>();
    var sent = new ArrayList<CompletableFuture<Void>>();
    long began = System.nanoTime();
    int count = (int) (perSecond * SECONDS);
    for (int i = 0; i < count; i++) {
      long due = began + (long) (i * 1e9 / perSecond);
      for (long now = System.nanoTime(); now < due; now = System.nanoTime()) {
        LockSupport.parkNanos(due - now);
      }
      sent.add(
          http.sendAsync(request(base), BodyHandlers.discarding())
              .handle((answer, broken) -> broken == null ? answer.statusCode() : 0)
              .thenAccept(status ->
                  answers.add(new long[] {status, (System.nanoTime() - due) / 1_000_000})));
    }
    sent.forEach(CompletableFuture::join);
    long[] goodMs =
        answers.stream().filter(a -> a[0] == 201).mapToLong(a -> a[1]).sorted().toArray();
    int turnedAway = (int) answers.stream().filter(a -> a[0] == 503).count();
    return new Result(
        load, goodMs.length, turnedAway, answers.size() - goodMs.length - turnedAway, goodMs);
  }

  private HttpRequest request(URI base) {
    int key = keys.incrementAndGet();
    return HttpRequest.newBuilder(base.resolve("/v1/users/user%d/orders".formatted(key % USERS)))
        .header("Content-Type", "application/json")
        .header("Idempotency-Key", "k" + key)
        .header("Request-Timeout", "2")
        .POST(HttpRequest.BodyPublishers.ofString(ORDER))
        .build();
  }

  private static void report(List<Result> results) {
    double best = 0;
    for (double load : LOADS) {
      best = Math.max(best, median(of(results, load), Result::perSecond));
    }
    System.out.println("| offered, of the peak | decided in time, of the best | p50 | p99 | 503 |");
    System.out.println("| --- | --- | --- | --- | --- |");
    for (double load : LOADS) {
      List<Result> same = of(results, load);
      double median = median(same, Result::perSecond);
      double[] ratios = same.stream().mapToDouble(Result::perSecond).sorted().toArray();
      System.out.printf(
          "| %.1f | %.2f (%.2f..%.2f) | %.0f ms | %.0f ms | %.0f %% |%n",
          load,
          median / best,
          ratios[0] / best,
          ratios[ratios.length - 1] / best,
          median(same, result -> result.percentile(0.5)),
          median(same, result -> result.percentile(0.99)),
          median(same, r -> 100.0 * r.turnedAway() / (r.turnedAway() + r.good() + r.otherwise())));
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

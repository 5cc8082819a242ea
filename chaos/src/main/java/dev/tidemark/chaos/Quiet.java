package dev.tidemark.chaos;

import dev.tidemark.chaos.system.ChaosSystem;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Waits until a system has come to rest, and lets it verify itself.
final class Quiet {
  private static final Duration READY_WITHIN = Duration.ofMinutes(5);
  private static final Duration CAUGHT_UP_WITHIN = Duration.ofMinutes(5);
  private static final Duration VERIFIED_WITHIN = Duration.ofMinutes(30);
  private static final Duration LOOK_EVERY = Duration.ofMillis(500);
  private static final Duration ANSWER_MAX = Duration.ofSeconds(30);

  /// So often in a row there must be nothing left to do.
  private static final int QUIET_LOOKS = 3;

  private static final JsonMapper JSON = JsonMapper.shared();

  private final ChaosSystem system;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(ANSWER_MAX)
          .build();

  Quiet(ChaosSystem system) {
    this.system = system;
  }

  void awaitReady() {
    awaitEach(
        "every process to be ready",
        READY_WITHIN,
        () -> system.names().stream().filter(name -> !system.process(name).answers()).toList());
  }

  /// Every store has all of the log.
  void awaitCaughtUp() {
    int[] looks = {0};
    awaitEach(
        "every store to have all of the log",
        CAUGHT_UP_WITHIN,
        () -> {
          var behind = behind();
          looks[0] = behind.isEmpty() ? looks[0] + 1 : 0;
          return looks[0] >= QUIET_LOOKS ? List.of() : behind.isEmpty() ? List.of("?") : behind;
        });
  }

  /// What the product itself finds: rows, values, sums, counts and lists, held against the log.
  JsonNode verification() {
    var jobs = "/v1/admin/verifications";
    var job = exchange(request(jobs).POST(BodyPublishers.noBody()));
    var path = jobs + "/" + job.path("id").asString("");
    long deadline = System.nanoTime() + VERIFIED_WITHIN.toNanos();
    while (isUnderWay(job) && System.nanoTime() < deadline) {
      LockSupport.parkNanos(LOOK_EVERY.toNanos());
      job = exchange(request(path).GET());
    }
    return job;
  }

  private static boolean isUnderWay(JsonNode job) {
    return job.path("state").asString("").equals("running");
  }

  private List<String> behind() {
    var lag = exchange(request("/v1/admin/lag").GET());
    if (!lag.path("unavailable").isEmpty() || lag.path("shards").isEmpty()) {
      return List.of(lag.toString());
    }
    return lag.path("shards")
        .valueStream()
        .filter(shard ->
            shard.path("behindRecords").asLong(-1) != 0
                || shard.path("redisBehindRecords").asLong(-1) != 0)
        .map(JsonNode::toString)
        .toList();
  }

  private HttpRequest.Builder request(String path) {
    URI projection = system.projections().getFirst();
    return HttpRequest.newBuilder(projection.resolve(path)).timeout(ANSWER_MAX);
  }

  /// Nothing if it is not answered.
  private JsonNode exchange(HttpRequest.Builder request) {
    try {
      return JSON.readTree(http.send(request.build(), BodyHandlers.ofString()).body());
    } catch (IOException | JacksonException e) {
      return JSON.createObjectNode().put("trouble", e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Expected an answer, but was interrupted", e);
    }
  }

  private interface Left {
    List<String> now();
  }

  private static void awaitEach(String what, Duration patience, Left left) {
    long deadline = System.nanoTime() + patience.toNanos();
    var now = left.now();
    while (!now.isEmpty()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "Expected %s within %s, but not so: %s".formatted(what, patience, now));
      }
      LockSupport.parkNanos(LOOK_EVERY.toNanos());
      now = left.now();
    }
  }
}

package dev.tidemark.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.command.given.Client.Told;
import dev.tidemark.command.given.Instances;
import dev.tidemark.command.given.OrderLoad;
import dev.tidemark.command.given.OrderLoad.WithoutAnswer;
import dev.tidemark.events.Envelope;
import dev.tidemark.events.OrderEvent.OrderPlaced;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Several instances share the shards: whatever comes and goes, whoever asks any of them is told
/// the truth, and what was acknowledged is in the log once.
@Timeout(240)
class InstancesIT {
  private static final int COUNT = 3;
  private static final int PARTITIONS = 4;
  private static final int BULK_MAX = 800;

  /// Answers of each client before something happens, and after it.
  private static final int BEFORE = 3;

  private static final int AFTER = 10;

  /// Answers of clients together.
  private static final int MANY = 100;

  /// Events of each shard, about.
  private static final int HISTORY = 400;

  private static final Pattern REPLAYED =
      Pattern.compile("→ SERVING: .* replayed ([\\d,]+) events");

  @TempDir static Path directory;
  private static Instances instances;

  @BeforeAll
  static void start() {
    instances = new Instances(directory, COUNT);
  }

  @AfterAll
  static void stop() {
    instances.close();
  }

  @Test
  void anyInstanceTakesAnyCommandAndRepeatsTheFirstAnswerOfAnyOther() throws Exception {
    for (int i = 0; i < 12; i++) {
      String body = "{\"username\":\"any%d\",\"country\":\"Peru\"}".formatted(i);
      Told first = instances.client(1 + i % COUNT).post("k" + i, "/v1/users", body);
      assertThat(first.status()).as(first.body()).isEqualTo(201);
      for (int number = 1; number <= COUNT; number++) {
        Told again = instances.client(number).post("k" + i, "/v1/users", body);
        assertThat(again.firstAnswer()).isEqualTo(first.firstAnswer());
        assertThat(again.header("Idempotency-Replayed")).isPresent();
      }
    }
  }

  @Test
  void everyHeaderAndEveryKindOfAnswerSurvivesBeingSentOn() throws Exception {
    String body = "{\"username\":\"far\"}";
    Told registered = instances.client(1).post("f1", "/v1/users", body);
    for (int number = 1; number <= COUNT; number++) {
      var client = instances.client(number);
      Told stale =
          client.send("PATCH", "/v1/users/far", "{\"country\":\"Peru\"}", "If-Match", "\"7\"");
      assertThat(stale.status()).as(stale.body()).isEqualTo(412);
      Told taken = client.post("taken" + number, "/v1/users", body);
      assertThat(taken.text("code")).isEqualTo("username-taken");
      assertThat(taken.text("instance")).isEqualTo("/v1/users");
      Told reused = client.post("f1", "/v1/users", "{\"username\":\"far\",\"country\":\"Iran\"}");
      assertThat(reused.status()).isEqualTo(422);
      Told session = client.post("s" + number, "/v1/users/far/sessions", "");
      String ended = "/v1/sessions/" + session.text("sessionId") + "?reason=revoked";
      assertThat(client.send("DELETE", ended, "").status()).isEqualTo(200);
      assertThat(session.header("Location")).isPresent();
    }
    assertThat(registered.header("Location")).hasValue("/v1/users/far");
  }

  @Test
  void oneRequestMayBeAboutCustomersOfAllShards() throws Exception {
    var lines = new ArrayList<String>();
    for (int i = 0; i < 40; i++) {
      lines.add(
          "{\"command\":\"user.register\",\"idempotencyKey\":\"b1\",\"body\":{\"username\":\"bulk%d\"}}"
              .formatted(i));
      lines.add(
          "{\"command\":\"user.deactivate\",\"idempotencyKey\":\"b2\",\"username\":\"bulk%d\"}"
              .formatted(i));
    }
    lines.add("no command");

    Told told = instances.client(2).bulk(lines.toArray(String[]::new));
    Told again = instances.client(3).bulk(lines.toArray(String[]::new));

    List<String> outcomes = told.body().lines().toList();
    assertThat(outcomes).hasSize(lines.size());
    for (int i = 0; i < 40; i++) {
      assertThat(outcomes.get(2 * i))
          .startsWith("{\"line\":%d,\"status\":201,\"idempotencyKey\":\"b1\"".formatted(2 * i + 1))
          .contains("\"username\":\"bulk%d\",\"version\":1".formatted(i));
      assertThat(outcomes.get(2 * i + 1)).contains("\"status\":200").contains("\"version\":2");
    }
    assertThat(outcomes.getLast()).contains("\"line\":81,\"status\":400");
    assertThat(again.body().replace("\"replayed\":true,", "")).isEqualTo(told.body());
    assertThat(again.header("Consistency-Token")).isEqualTo(told.header("Consistency-Token"));
  }

  @Test
  void whoeverIsSentACommandForAnotherOwnerSaysWhoThatIs() throws Exception {
    instances.client(1).post("m1", "/v1/users", "{\"username\":\"misled\"}");

    for (int number = 1; number <= COUNT; number++) {
      Told told =
          instances
              .client(number)
              .send(
                  "POST",
                  "/v1/users/misled/deactivation",
                  "",
                  "Tidemark-Shard-Term",
                  "0=999999999");
      assertThat(told.status()).isEqualTo(421);
      assertThat(told.header("Tidemark-Shard-Owner").orElseThrow())
          .matches("\\d+ command-\\d-[0-9a-f]{8} http://127\\.0\\.0\\.1:\\d+");
    }
  }

  @Test
  void nobodyNoticesAnInstanceThatStopsOrOneThatJoins() throws Exception {
    var load = new OrderLoad(instances, "joins", WithoutAnswer.GIVE_UP);
    try (load) {
      load.awaitAnswersOfEach(BEFORE);
      int owner = anOwner();
      instances.instance(owner).stop();
      load.awaitAnswersOfEach(AFTER);
      instances.instance(owner).start();
      load.awaitAnswersOfEach(AFTER);
    }

    assertThat(load.givenUp()).isEmpty();
    assertExactlyWhatWasAnsweredIsInTheLog(load);
  }

  @Test
  void killedInstancesLoseAndDoubleNothing() throws Exception {
    var load = new OrderLoad(instances, "killed", WithoutAnswer.ASK_AGAIN);
    try (load) {
      load.awaitAnswersOfEach(BEFORE);
      int owner = anOwner();
      instances.instance(owner).kill();
      // Of all clients: somebody has taken over every shard.
      load.awaitAnswersOfEach(AFTER);
      instances.instance(owner).start();
      load.awaitAnswersOfEach(AFTER);
    }

    assertExactlyWhatWasAnsweredIsInTheLog(load);
    assertThat(load.givenUp().values()).allMatch(InstancesIT::isWorthAskingAgain);
  }

  @Test
  void anOwnerThatWakesUpAfterAnotherHasTakenOverSaysNothingFalse() throws Exception {
    var load = new OrderLoad(instances, "paused", WithoutAnswer.ASK_AGAIN);
    try (load) {
      load.awaitAnswersOfEach(BEFORE);
      int paused = anOwner();
      instances.instance(paused).pause();
      // Whoever had asked the one that is paused waits for it until it wakes up.
      load.awaitAnswers(MANY);
      instances.instance(paused).resume();
      load.awaitAnswersOfEach(AFTER);
    }

    assertExactlyWhatWasAnsweredIsInTheLog(load);
  }

  @Test
  void whoeverTakesOverReplaysWhatIsNewAndNotTheHistory() throws Exception {
    writeHistory();
    Map<Integer, Integer> before = takeovers();
    int killed = anOwner();

    instances.instance(killed).kill();
    var after = new OrderLoad(instances, "after", WithoutAnswer.ASK_AGAIN);
    try (after) {
      after.awaitAnswersOfEach(AFTER);
    }

    for (int number = 1; number <= COUNT; number++) {
      if (number != killed) {
        List<Long> replayed = replayed(number);
        assertThat(replayed.subList(before.get(number), replayed.size()))
            .allMatch(events -> events < HISTORY / 2);
      }
    }
    instances.instance(killed).start();
  }

  private static void writeHistory() throws Exception {
    for (int request = 0; request < PARTITIONS * HISTORY / BULK_MAX; request++) {
      String prefix = "past" + request + "-";
      Told told =
          instances
              .client(1)
              .bulk(
                  IntStream.range(0, BULK_MAX)
                      .mapToObj(i ->
                          "{\"command\":\"user.register\",\"idempotencyKey\":\"h\",\"body\":{\"username\":\"%s%d\"}}"
                              .formatted(prefix, i))
                      .toArray(String[]::new));
      assertThat(told.body().lines()).hasSize(BULK_MAX).allMatch(line -> line.contains("201"));
    }
  }

  private static Map<Integer, Integer> takeovers() throws IOException {
    var takeovers = new HashMap<Integer, Integer>();
    for (int number = 1; number <= COUNT; number++) {
      takeovers.put(number, replayed(number).size());
    }
    return takeovers;
  }

  /// How many events an instance replayed each time that it opened a shard.
  private static List<Long> replayed(int number) throws IOException {
    return instances.log(number).stream()
        .flatMap(line -> REPLAYED.matcher(line).results())
        .map((MatchResult found) -> Long.parseLong(found.group(1).replace(",", "")))
        .toList();
  }

  private static int anOwner() {
    return IntStream.rangeClosed(1, COUNT)
        .filter(number -> !health(number).contains("serves []"))
        .findFirst()
        .orElseThrow();
  }

  private static String health(int number) {
    try {
      return instances.client(number).send("GET", "/health/ready", "").body();
    } catch (IOException e) {
      return "serves []";
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// It was not decided, or nothing was heard of it at all.
  private static boolean isWorthAskingAgain(String seen) {
    return !seen.startsWith("{") || seen.contains("\"status\":503");
  }

  private static void assertExactlyWhatWasAnsweredIsInTheLog(OrderLoad load) {
    List<Envelope> events = instances.events().all();
    Map<String, Long> placed =
        events.stream()
            .filter(event -> event.event() instanceof OrderPlaced)
            .map(event -> event.commandId().value())
            .filter(key -> key.startsWith(load.name()))
            .collect(Collectors.groupingBy(key -> key, Collectors.counting()));
    assertThat(placed.keySet())
        .as("Given up: %s", load.givenUp())
        .isEqualTo(load.answers().keySet());
    assertThat(placed.values()).allMatch(count -> count == 1);
  }
}

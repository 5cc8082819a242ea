package dev.tidemark.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.command.given.Client;
import dev.tidemark.command.given.Client.Told;
import dev.tidemark.command.given.CommandProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a client may rely on that sends an `Idempotency-Key`, with the shortest window for which
/// keys can be remembered. Where this is silent, the header's Internet-Draft was followed.
class IdempotencyIT {
  private static final String ORDER =
      "{\"currency\":\"GBP\",\"lines\":[{\"sku\":\"a\",\"quantity\":1,\"unitPrice\":\"2.50\"}]}";
  private static final int AT_ONCE = 32;
  private static final int KEYS = 50;

  @TempDir static Path directory;
  private static CommandProcess process;
  private static Client client;

  @BeforeAll
  static void start() {
    process = new CommandProcess(directory, Map.of("COMMAND_IDEMPOTENCY_WINDOW", "1h"));
    client = process.client();
  }

  @AfterAll
  static void stop() {
    process.close();
  }

  private static Told register(String username) throws Exception {
    return client.post("register", "/v1/users", "{\"username\":\"%s\"}".formatted(username));
  }

  private static Told place(String username, String key) throws Exception {
    return client.post(key, "/v1/users/" + username + "/orders", ORDER);
  }

  private static long events(String username) {
    return process.events().all().stream()
        .filter(event -> event.event().username().value().equals(username))
        .count();
  }

  private static boolean isRepeated(Told told) {
    return told.header("Idempotency-Replayed").isPresent();
  }

  /// All begin at the same time.
  private static List<Told> atOnce(Callable<Told> request) throws Exception {
    var begin = new CountDownLatch(1);
    var told = new ArrayList<Future<Told>>();
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < AT_ONCE; i++) {
        told.add(
            executor.submit(() -> {
              begin.await();
              return request.call();
            }));
      }
      begin.countDown();
    }
    return told.stream().map(Future::resultNow).toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/users",
        "/v1/users/anna/sessions",
        "/v1/users/anna/orders",
        "/v1/orders/01900000-0000-7000-8000-000000000000/refunds"
      })
  void whatCreatesNeedsAKey(String path) throws Exception {
    Told told = client.send("POST", path, "{\"username\":\"anna\"}");

    assertThat(told.status()).isEqualTo(400);
    assertThat(told.json().get("errors").get(0).get("field").stringValue())
        .isEqualTo("Idempotency-Key");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"\"", "a b", "\"a b\"", "expire:1", "\"expire:1\""})
  void whatIsNoKeyIsRefused(String key) throws Exception {
    Told told = client.post(key, "/v1/users", "{\"username\":\"nobody\"}");

    assertThat(told.status()).as(told.body()).isEqualTo(400);
    assertThat(told.json().get("errors").get(0).get("field").stringValue())
        .isEqualTo("Idempotency-Key");
  }

  @Test
  void aKeyHasAtMost128Characters() throws Exception {
    register("berta");

    assertThat(place("berta", "k".repeat(128)).status()).isEqualTo(201);
    assertThat(place("berta", "k".repeat(129)).status()).isEqualTo(400);
    assertThat(
            client
                .send(
                    "POST",
                    "/v1/users/berta/orders",
                    ORDER,
                    "Idempotency-Key",
                    "one",
                    "Idempotency-Key",
                    "two")
                .status())
        .isEqualTo(400);
  }

  @Test
  void aKeyIsTheSameBareAndAsAString() throws Exception {
    register("carla");
    Told bare = place("carla", "a\"b\\c");
    Told quoted = place("carla", "\"a\\\"b\\\\c\"");

    assertThat(isRepeated(quoted)).isTrue();
    assertThat(quoted.firstAnswer()).isEqualTo(bare.firstAnswer());
  }

  @Test
  void whoeverAsksWhileTheFirstIsStillBeingDecidedGetsItsAnswer() throws Exception {
    register("dora");

    List<Told> told = atOnce(() -> place("dora", "at-once"));

    assertThat(told).allMatch(one -> one.status() == 201);
    assertThat(told).extracting(Told::firstAnswer).containsOnly(told.getFirst().firstAnswer());
    assertThat(told).filteredOn(one -> !isRepeated(one)).hasSize(1);
    assertThat(events("dora")).isEqualTo(2);
  }

  @Test
  void aKeyStandsForOneCommandAlsoWhereItIsSentToAnotherRoute() throws Exception {
    register("emma");
    Told placed = place("emma", "k");
    Told session = client.post("k", "/v1/users/emma/sessions", "");
    Told bulk =
        client.bulk(
            "{\"command\":\"order.place\",\"idempotencyKey\":\"k\",\"username\":\"emma\",\"body\":"
                + ORDER
                + "}");

    assertThat(session.status()).isEqualTo(422);
    assertThat(session.text("code")).isEqualTo("idempotency-key-reused");
    assertThat(bulk.body()).contains("\"status\":201", "\"replayed\":true", placed.text("orderId"));
    assertThat(events("emma")).isEqualTo(2);
  }

  @Test
  void aKeyIsItsCustomersOwn() throws Exception {
    register("frida");
    register("gerda");

    assertThat(isRepeated(place("frida", "shared"))).isFalse();
    assertThat(isRepeated(place("gerda", "shared"))).isFalse();
    assertThat(events("frida")).isEqualTo(2);
    assertThat(events("gerda")).isEqualTo(2);
  }

  @Test
  void insideTheWindowFirstAnswersOutliveTheState() throws Exception {
    register("hanna");
    var first = new ArrayList<String>();
    for (int i = 0; i < KEYS; i++) {
      first.add(place("hanna", "k" + i).firstAnswer());
    }
    process.service().stop();
    process.wipeState();
    process.service().start();

    for (int i = 0; i < KEYS; i++) {
      Told again = place("hanna", "k" + i);
      assertThat(isRepeated(again)).isTrue();
      assertThat(again.firstAnswer()).isEqualTo(first.get(i));
    }
    assertThat(events("hanna")).isEqualTo(KEYS + 1);
  }
}

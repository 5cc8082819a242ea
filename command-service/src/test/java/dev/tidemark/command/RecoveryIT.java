package dev.tidemark.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.command.given.Client;
import dev.tidemark.command.given.Client.Told;
import dev.tidemark.command.given.CommandProcess;
import dev.tidemark.command.given.OrderLoad;
import dev.tidemark.command.given.OrderLoad.WithoutAnswer;
import dev.tidemark.events.OrderEvent.OrderPlaced;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What was acknowledged is in the log once, whatever dies meanwhile.
@Timeout(120)
class RecoveryIT {
  private static final int ANSWERS_OF_EACH = 10;

  @TempDir static Path directory;
  private static CommandProcess process;

  @BeforeAll
  static void start() {
    process = new CommandProcess(directory);
  }

  @AfterAll
  static void stop() {
    process.close();
  }

  /// How often each key of the load's orders is in the log.
  private static Map<String, Long> placed(OrderLoad load) {
    return process.events().all().stream()
        .filter(event -> event.event() instanceof OrderPlaced)
        .map(event -> event.commandId().value())
        .filter(key -> key.startsWith(load.name()))
        .collect(Collectors.groupingBy(key -> key, Collectors.counting()));
  }

  private static void assertExactlyWhatWasAnsweredIsInTheLog(OrderLoad load) {
    Map<String, Long> placed = placed(load);
    assertThat(placed.keySet())
        .as("Given up: %s", load.givenUp())
        .isEqualTo(load.answers().keySet());
    assertThat(placed.values()).allMatch(count -> count == 1);
  }

  @Test
  void aKilledBrokerLosesAndDoublesNothing() throws Exception {
    var load = new OrderLoad(process.client()::post, "broker", WithoutAnswer.ASK_AGAIN);
    try (load) {
      load.awaitAnswersOfEach(ANSWERS_OF_EACH);
      process.kafka().kill();
      process.kafka().start();
      load.awaitAnswersOfEach(ANSWERS_OF_EACH);
    }

    assertExactlyWhatWasAnsweredIsInTheLog(load);
  }

  @Test
  void aKilledServiceLosesAndDoublesNothing() throws Exception {
    var load = new OrderLoad(process.client()::post, "service", WithoutAnswer.ASK_AGAIN);
    try (load) {
      load.awaitAnswersOfEach(ANSWERS_OF_EACH);
      process.service().kill();
      process.service().start();
      load.awaitAnswersOfEach(ANSWERS_OF_EACH);
    }

    assertExactlyWhatWasAnsweredIsInTheLog(load);
  }

  @Test
  void aStopAnswersWhateverItLetIn() throws Exception {
    var load = new OrderLoad(process.client()::post, "stop", WithoutAnswer.GIVE_UP);
    try (load) {
      load.awaitAnswersOfEach(ANSWERS_OF_EACH);
      process.service().stop();
    } finally {
      process.service().start();
    }

    assertExactlyWhatWasAnsweredIsInTheLog(load);
  }

  @Test
  void fromTheLogAloneEveryFirstAnswerIsRepeatedToTheLetter() throws Exception {
    List<String> first = firstAnswers(false);
    process.service().stop();
    process.wipeState();
    process.service().start();

    assertThat(firstAnswers(true)).isEqualTo(first);
  }

  /// One command of each kind that is accepted.
  private static List<String> firstAnswers(boolean repeated) throws Exception {
    Client client = process.client();
    var told = new ArrayList<Told>();
    told.add(client.post("a1", "/v1/users", "{\"username\":\"ada\",\"country\":\"Germany\"}"));
    told.add(client.send("PATCH", "/v1/users/ada", "{\"country\":null}", key("a2")));
    told.add(client.send("POST", "/v1/users/ada/deactivation", "", key("a3")));
    told.add(client.send("POST", "/v1/users/ada/reactivation", "", key("a4")));
    told.add(client.post("a5", "/v1/users/ada/sessions", ""));
    String session = "/v1/sessions/" + told.getLast().text("sessionId");
    told.add(client.send("POST", session + "/touch", "", key("a6")));
    told.add(client.send("DELETE", session, "", key("a7")));
    told.add(
        client.post(
            "a8",
            "/v1/users/ada/orders",
            "{\"currency\":\"EUR\",\"lines\":[{\"sku\":\"a\",\"quantity\":3,\"unitPrice\":\"0.333\"}]}"));
    String order = "/v1/orders/" + told.getLast().text("orderId");
    told.add(client.send("POST", order + "/payment", "", key("a9")));
    told.add(client.send("POST", order + "/shipment", "{\"carrier\":\"DHL\"}", key("a10")));
    told.add(client.send("POST", order + "/delivery", "", key("a11")));
    told.add(client.post("a12", order + "/refunds", "{\"amount\":\"0.5\"}"));
    told.add(client.post("a13", order + "/refunds", ""));
    assertThat(told).allMatch(one -> one.status() < 300);
    assertThat(told).allMatch(one -> one.header("Idempotency-Replayed").isPresent() == repeated);
    return told.stream().map(Told::firstAnswer).toList();
  }

  private static String[] key(String key) {
    return new String[] {"Idempotency-Key", key};
  }
}

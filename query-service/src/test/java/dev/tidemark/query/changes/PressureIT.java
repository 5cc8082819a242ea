package dev.tidemark.query.changes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.events.value.OrderId;
import dev.tidemark.localstack.LocalStack;
import dev.tidemark.query.Eventually;
import dev.tidemark.query.changes.EventStream.Sent;
import dev.tidemark.runtime.health.Health.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Clients that are slow, gone or too many, a Kafka that goes away, a service that stops.
class PressureIT {
  private static final LocalStack STACK = LocalStack.onDemand();
  private static String kafka;
  private static TestLog log;

  private final Customer ada = new Customer("ada");

  @BeforeAll
  static void start() throws Exception {
    kafka = STACK.kafka().bootstrapServers();
    TestLog.createTopics(kafka);
    log = new TestLog(kafka, "pressure");
  }

  @AfterAll
  static void stop() {
    log.close();
    STACK.close();
  }

  @Test
  void whoDoesNotKeepUpIsCutAndCanComeBack() throws Exception {
    try (var running = running(Map.of("QUERY_CHANGES_WAITING_MAX", "20"))) {
      assertCutAndComesBack(running, "but 20 changes wait for it");
    }
  }

  @Test
  void whoFallsBehindWhatMemoryHoldsIsCutAndCanComeBack() throws Exception {
    try (var running = running(Map.of("QUERY_CHANGES_MEMORY_BYTES_MAX", "1048576"))) {
      assertCutAndComesBack(running, "further behind than memory reaches");
    }
  }

  private void assertCutAndComesBack(RunningChanges running, String why) throws Exception {
    var customer = new Customer("slow-" + why.length());
    OrderId order = customer.newOrder();
    int count = 0;
    try (EventStream slow = running.open("?order=" + order)) {
      // What the kernel holds for a client who does not read has to be filled first.
      while (!running.changes.health().detail().contains("1 streams, 0 cut, 1 ending")) {
        log.write(customer.places(order, 1_000));
        count++;
        assertThat(count).isLessThan(1_000);
      }
      List<Sent> sent = slow.rest();
      assertThat(sent.getLast().event()).isEqualTo("problem");
      assertThat(sent.getLast().text("code")).isEqualTo("too-slow");
      assertThat(sent.getLast().text("detail")).contains(why);
      var seen = new ArrayList<>(sent.subList(0, sent.size() - 1));
      try (EventStream again = running.open("?order=" + order, "Last-Event-ID", slow.lastId())) {
        seen.addAll(again.next(count - seen.size()));
      }
      assertThat(seen)
          .extracting(one -> one.data().path("sequence").asLong())
          .containsExactlyElementsOf(LongStream.rangeClosed(1, count).boxed().toList());
    }
  }

  @Test
  void aStopEndsAllStreamsAndTellsSo() throws Exception {
    try (var running = running(Map.of("QUERY_CHANGES_HEARTBEAT", "30s"));
        var executor = Executors.newVirtualThreadPerTaskExecutor();
        EventStream one = running.open("");
        EventStream other = running.open("?after=AQ&username=nobody")) {
      var stopped = executor.submit(running::stop);
      for (EventStream stream : List.of(one, other)) {
        assertThat(stream.rest())
            .singleElement()
            .matches(sent -> sent.event().equals("end"))
            .matches(sent -> sent.text("code").equals("stopping"));
      }
      stopped.get(20, TimeUnit.SECONDS);
    }
  }

  @Test
  void placesAreBoundedAndAClientThatIsGoneGivesItsPlaceBack() throws Exception {
    try (var running =
        running(Map.of("QUERY_CHANGES_STREAMS_MAX", "1", "QUERY_CHANGES_HEARTBEAT", "100ms"))) {
      try (EventStream first = running.open("");
          EventStream tooMany = running.open("")) {
        assertThat(first.status()).isEqualTo(200);
        assertThat(tooMany.status()).isEqualTo(503);
        assertThat(tooMany.header("Retry-After")).isEqualTo("2");
        assertThat(tooMany.problem().path("detail").asString())
            .isEqualTo("Expected at most 1 streams at once, but there are more");
      }
      Eventually.until(() -> status(running, ""), status -> status == 200);
    }
  }

  @Test
  void anOutageOfKafkaIsWaitedForByStreamsAndToldToNewOnes() throws Exception {
    log.write(ada.registers());
    try (var running =
            running(
                Map.of(
                    "QUERY_CHANGES_HEARTBEAT", "100ms",
                    "QUERY_CHANGES_CATCH_UPS_MAX", "1",
                    "QUERY_CHANGES_CATCH_UP_WAIT", "0s"));
        var executor = Executors.newVirtualThreadPerTaskExecutor();
        EventStream stream = running.open("?username=ada")) {
      STACK.kafka().pause();
      running.awaitLevel(Level.DEGRADED);
      Callable<String> past =
          () -> {
            try (EventStream refused = running.open("?after=AQ")) {
              assertThat(refused.status()).isEqualTo(503);
              return refused.problem().path("detail").asString();
            }
          };
      var answers = executor.invokeAll(List.of(past, past));
      assertThat(List.of(answers.getFirst().get(), answers.getLast().get()))
          .containsExactlyInAnyOrder(
              "Expected to read the log, but Kafka does not answer",
              "Expected a turn to read the past within 0 ms, but 1 streams do");
      STACK.kafka().resume();
      running.awaitLevel(Level.UP);
      log.write(ada.moves());
      assertThat(stream.next().text("id")).isEqualTo("ada:2");
      assertThat(stream.comments()).isGreaterThan(4);
    } finally {
      STACK.kafka().resume();
    }
  }

  private static int status(RunningChanges running, String query) throws Exception {
    try (EventStream stream = running.open(query)) {
      return stream.status();
    }
  }

  private static RunningChanges running(Map<String, String> more) throws Exception {
    return RunningChanges.following(kafka, more);
  }
}

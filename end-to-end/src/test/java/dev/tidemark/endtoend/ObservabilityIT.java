package dev.tidemark.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.json.JsonMapper;

/// What the whole system says of itself in logs and traces, and what it keeps to itself.
@ExtendWith(Observed.Once.class)
class ObservabilityIT {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Duration SOON = Duration.ofSeconds(20);

  private static RunningTidemark tidemark;
  private static Collector collector;

  @BeforeAll
  static void start(Observed observed) {
    tidemark = observed.tidemark();
    collector = observed.collector();
  }

  @Test
  void whatIsPersonalOrSecretIsInNoErrorLogOrTrace() {
    var canaries = new Canaries(tidemark);

    canaries.plant();

    Wait.until("the last command's trace", SOON, () -> canaries.areTracedIn(collector));
    canaries.assertAbsent("traces", collector.text());
    // As much is looked at as there can be.
    assertThat(tidemark.log(tidemark.system().command())).contains("events committed in");
    tidemark
        .system()
        .processes()
        .forEach(process -> canaries.assertAbsent(process.name(), tidemark.log(process)));
  }

  @Test
  void eachLineOfALogIsAnObjectThatSaysWhereItComesFrom() {
    for (var service : tidemark.system().commands()) {
      var lines = tidemark.log(service).lines().toList();

      assertThat(lines).isNotEmpty();
      for (var line : lines) {
        var logged = JSON.readTree(line);
        assertThat(logged.path("service.name").asString("")).as(line).isEqualTo("command-service");
        assertThat(logged.path("service.node.name").asString("")).as(line).isEqualTo("command");
        assertThat(logged.path("message").isString()).as(line).isTrue();
      }
      assertThat(lines)
          .map(JSON::readTree)
          .filteredOn(line -> line.path("message").asString("").contains("SERVING"))
          .anyMatch(line -> line.path("tidemark.shard").isString());
    }
  }

  @Test
  void oneTraceLeadsFromACommandThroughTheLogToEveryStore() {
    var sent = "0af7651916cd43dd8448eb211c80319c";
    var written =
        tidemark
            .commands()
            .post(
                "/v1/users",
                "{\"username\":\"traced\"}",
                "Idempotency-Key",
                "traced",
                "traceparent",
                "00-" + sent + "-b7ad6b7169203331-01");
    assertThat(written.status()).isEqualTo(201);

    Wait.until(
        "spans of all that it led to",
        SOON,
        () ->
            collector.names(sent).containsAll(List.of("POST /v1/users", "send events", "EVALSHA")));

    assertThat(collector.tree(sent, "b7ad6b7169203331"))
        .startsWith("command-service POST /v1/users")
        .contains(
            """
              command-service inbox
              command-service decide
                command-service send events
              projection-service process events
                projection-service postgresql
                projection-service write through
            """);
  }

  @Test
  void theTraceOfAReadShowsTheStoresThatWereAsked() {
    var sent = "1bf7651916cd43dd8448eb211c80319c";

    var answer =
        tidemark
            .queries()
            .get("/v1/orders?limit=1", "traceparent", "00-" + sent + "-b7ad6b7169203331-01");

    assertThat(answer.status()).isEqualTo(200);
    Wait.until("its spans", SOON, () -> collector.names(sent).size() == 2);
    assertThat(collector.tree(sent, "b7ad6b7169203331"))
        .isEqualTo(
            """
            query-service GET /v1/orders
              query-service SELECT
            """);
  }

  @Test
  void aTraceparentThatIsNotValidIsAsNone() {
    var answer =
        tidemark
            .commands()
            .post(
                "/v1/users",
                "{\"username\":\"untraced\"}",
                "Idempotency-Key",
                "untraced",
                "traceparent",
                "00-nonsense-01");

    assertThat(answer.status()).isEqualTo(201);
  }
}

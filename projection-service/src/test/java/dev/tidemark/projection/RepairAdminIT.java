package dev.tidemark.projection;

import static dev.tidemark.projection.given.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.projection.given.RunningProjection;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What operators may do about parked events and damage, asked of a whole service over HTTP.
class RepairAdminIT {
  private static final String NO_JOB = "01a20d00-14c2-7ea1-b62c-107a0901a15b";

  private final RunningProjection projection = Operated.one().projection;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "POST   | replays                                           | 400 | target",
        "POST   | replays?target=rows                               | 400 | target",
        "POST   | replays?target=views&user=no%20name               | 400 | user",
        "POST   | replays?target=views&order=1                      | 400 | order",
        "POST   | replays?target=views&session=1                    | 400 | session",
        "POST   | replays?target=views&topic=users                  | 400 | topic",
        "POST   | replays?target=views&topic=users.events           | 400 | topic and partition",
        "POST   | replays?target=views&partition=0                  | 400 | topic and partition",
        "POST   | replays?target=views&user=ada&topic=users.events&partition=0 | 400 | several",
        "POST   | replays?target=views&fromTime=yesterday           | 400 | fromTime",
        "POST   | replays?target=cache&dryRun=maybe                 | 400 | dryRun",
        "POST   | replays?target=cache&users=ada                    | 400 | user, but there is"
            + " another",
        "POST   | verifications?sample=0                            | 400 | sample",
        "POST   | verifications?sample=1000001                      | 400 | sample",
        "POST   | verifications?heal=perhaps                        | 400 | heal",
        "GET    | replays/1                                         | 400 | id",
        "DELETE | verifications/1                                   | 400 | id",
        "GET    | replays/" + NO_JOB + "                            | 404 | not-found",
        "DELETE | replays/" + NO_JOB + "                            | 404 | not-found",
        "GET    | parked?limit=0                                    | 400 | limit",
        "GET    | parked?after=..                                   | 400 | after",
        "GET    | parked/events                                     | 400 | aggregateId",
        "GET    | parked/events?aggregateId=nobody                  | 404 | not-found",
        "GET    | parked/events?aggregateId=a&topic=users           | 400 | topic",
        "GET    | parked/events?aggregateId=a&shard=-1              | 400 | shard",
        "POST   | parked/retries?aggregateId=nobody                 | 404 | not-found",
        "POST   | parked/retries?topic=users.events                 | 400 | aggregateId only",
        "POST   | parked/retries?dryRun=1                           | 400 | dryRun",
        "POST   | parked/discards                                   | 400 | aggregateId",
        "POST   | parked/discards?aggregateId=nobody&offset=0&by=me&reason=so | 404 | not-found",
      })
  void whatIsNotAskedRightIsRefusedAndSaysWhatIsWrong(
      String method, String path, int status, String named) throws Exception {
    HttpResponse<String> refused = projection.sent(method, "/v1/admin/" + path);

    assertThat(refused.statusCode()).as(refused.body()).isEqualTo(status);
    assertThat(refused.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
    assertThat(refused.body()).contains(named);
  }

  @Test
  void aParkedEventIsTriedAgainAndLeftOut() throws Exception {
    Operated.parked("leftout");
    String queue = "?aggregateId=leftout";
    JsonNode event = projection.get("/v1/admin/parked/events" + queue).at("/queues/0/items/0");
    long offset = event.path("offset").asLong(-1);
    assertThat(event.path("headers").toString()).contains("user.vanished.v1");

    JsonNode tried = answered(200, "POST", "parked/retries" + queue).at("/items/0");
    assertThat(tried.path("left").asInt()).isEqualTo(1);
    assertThat(tried.path("cause").asString()).contains("user.vanished.v1");

    String discard = "parked/discards" + queue + "&offset=" + offset;
    assertThat(problem(400, "POST", discard + "&reason=so")).contains("\"by\"");
    assertThat(problem(400, "POST", discard + "&by=me")).contains("\"reason\"");
    assertThat(problem(409, "POST", "parked/discards" + queue + "&offset=7000&by=me&reason=so"))
        .contains("not-the-first");
    String whole = discard + "&by=me&reason=it%20never%20was";
    assertThat(answered(200, "POST", whole + "&dryRun=true").path("dryRun").asBoolean()).isTrue();
    assertThat(projection.response("/v1/admin/parked/events" + queue).statusCode()).isEqualTo(200);

    assertThat(answered(200, "POST", whole).at("/items/0/discarded").asInt()).isEqualTo(1);

    assertThat(projection.response("/v1/admin/parked/events" + queue).statusCode()).isEqualTo(404);
  }

  @Test
  void aJobIsBegunSeenAndEnded() throws Exception {
    eventually(() -> {
      projection.sent("POST", "/v1/admin/verifications?sample=100");
      assertThat(problem(409, "POST", "verifications?sample=100")).contains("already-under-way");
    });
    String id = projection.get("/v1/admin/verifications").at("/items/0/id").asString();
    assertThat(projection.response("/v1/admin/replays/" + id).statusCode()).isEqualTo(404);

    assertThat(answered(200, "DELETE", "verifications/" + id).path("state").asString())
        .isIn("cancelling", "cancelled", "done");
    eventually(() -> assertThat(state(id)).isIn("cancelled", "done"));
    JsonNode replay = answered(201, "POST", "replays?target=cache&user=nobody&dryRun=true");
    String other = replay.path("id").asString();
    eventually(() ->
        assertThat(projection.get("/v1/admin/replays/" + other).path("state").asString())
            .isEqualTo("done"));
    assertThat(projection.get("/v1/admin/verifier").path("checked").asLong(-1)).isNotNegative();
  }

  private String state(String verification) throws Exception {
    return projection.get("/v1/admin/verifications/" + verification).path("state").asString();
  }

  private JsonNode answered(int status, String method, String path) throws Exception {
    HttpResponse<String> answer = projection.sent(method, "/v1/admin/" + path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    return JsonMapper.shared().readTree(answer.body());
  }

  private String problem(int status, String method, String path) throws Exception {
    return answered(status, method, path).toString();
  }
}

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

/// What operators may do with generations, asked of a whole service over HTTP.
class GenerationAdminIT {
  private static final String GENERATIONS = "/v1/admin/generations/";

  private final RunningProjection projection = Operated.one().projection;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET  | generations/none                | 400 | generation",
        "GET  | generations/0                   | 400 | generation",
        "GET  | generations/999                 | 404 | not-found",
        "GET  | generations/999/diff            | 404 | not-found",
        "POST | generations/999/pause           | 404 | not-found",
        "POST | generations/999/cutover         | 404 | not-found",
        "POST | generations/1/cutover?force=yes | 400 | force",
        "POST | generations/1/cutover?now=true  | 400 | parameters force, but there is another",
        "POST | generations/1/resume?throttle=x | 400 | throttle",
        "POST | generations/1/pause             | 409 | wrong-state",
        "POST | generations/1/resume            | 409 | wrong-state",
        "POST | generations/1/cancellation      | 409 | wrong-state",
        "POST | generations/1/pruning           | 409 | wrong-state",
        "POST | generations/1/diff              | 409 | wrong-state",
        "POST | rebuilds?target=rows            | 400 | target",
        "POST | rebuilds?throttle=-1            | 400 | throttle",
        "POST | rebuilds?throttle=10000001      | 400 | throttle",
        "POST | rebuilds?throttle=1&throttle=2  | 400 | throttle",
        "POST | rebuilds?speed=1                | 400 | parameters target, throttle, but there is"
            + " another",
        "GET  | rebuilds                        | 405 | method-not-allowed",
        "POST | rollback?force=                 | 400 | force",
      })
  void whatIsNotAskedRightIsRefusedAndSaysWhatIsWrong(
      String method, String path, int status, String named) throws Exception {
    HttpResponse<String> refused = projection.sent(method, "/v1/admin/" + path);

    assertThat(refused.statusCode()).as(refused.body()).isEqualTo(status);
    assertThat(refused.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
    assertThat(refused.body()).contains(named);
    assertThat(state(1)).isEqualTo("serving");
  }

  @Test
  void aGenerationIsFilledHeldComparedLetServeTakenBackAndRemoved() throws Exception {
    JsonNode begun = made(201, "rebuilds?throttle=1");
    int built = begun.path("generation").asInt();
    assertThat(begun.path("state").asString()).isEqualTo("building");
    assertThat(begun.path("throttle").asInt()).isEqualTo(1);
    assertThat(refused("rebuilds")).isEqualTo("rebuild-under-way");

    assertThat(changed(built, "pause")).isEqualTo("paused");
    assertThat(refused(built, "pause")).isEqualTo("wrong-state");
    assertThat(refused(built, "cutover")).isEqualTo("wrong-state");
    assertThat(changed(built, "resume?throttle=0")).isEqualTo("building");
    assertThat(refused(built, "resume")).isEqualTo("wrong-state");
    assertThat(refused(built, "cutover")).isEqualTo("not-compared");
    assertThat(projection.response(GENERATIONS + built + "/diff").statusCode()).isEqualTo(404);

    eventually(() -> assertThat(behind(built)).isZero());
    eventually(() -> assertThat(changed(built, "diff")).isEqualTo("building"));
    eventually(() -> {
      JsonNode diff = projection.get(GENERATIONS + built + "/diff");
      assertThat(diff.path("state").asString()).isEqualTo("done");
      assertThat(diff.path("against").asInt()).isEqualTo(1);
    });

    assertThat(changed(built, "cutover?force=true")).isEqualTo("serving");
    assertThat(state(1)).isEqualTo("standby");
    assertThat(refused(built, "pruning")).isEqualTo("wrong-state");
    assertThat(made(200, "rollback?force=true").path("generation").asInt()).isEqualTo(1);
    assertThat(state(built)).isEqualTo("standby");

    assertThat(changed(built, "pruning")).isEqualTo("pruning");
    eventually(() -> assertThat(state(built)).isEqualTo("pruned"));
    assertThat(refused(built, "cutover?force=true")).isEqualTo("wrong-state");
    assertThat(refused("rollback")).isEqualTo("nothing-to-roll-back-to");
  }

  private long behind(int generation) throws Exception {
    JsonNode shown = projection.get(GENERATIONS + generation);
    return shown.path("goalPlaces").asLong() - shown.path("donePlaces").asLong();
  }

  private String state(int generation) throws Exception {
    return projection.get(GENERATIONS + generation).path("state").asString();
  }

  private String changed(int generation, String verb) throws Exception {
    return made(200, "generations/" + generation + "/" + verb).path("state").asString();
  }

  private JsonNode made(int status, String path) throws Exception {
    HttpResponse<String> made = projection.sent("POST", "/v1/admin/" + path);
    assertThat(made.statusCode()).as(made.body()).isEqualTo(status);
    return JsonMapper.shared().readTree(made.body());
  }

  private String refused(int generation, String verb) throws Exception {
    return refused("generations/" + generation + "/" + verb);
  }

  /// The code of the refusal.
  private String refused(String path) throws Exception {
    JsonNode problem = made(409, path);
    assertThat(problem.path("detail").asString()).startsWith("Expected ");
    return problem.path("code").asString();
  }
}

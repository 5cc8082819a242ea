package dev.tidemark.operator.admin;

import dev.tidemark.operator.verb.ExitCode;
import dev.tidemark.operator.verb.Failure;
import java.util.List;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// Which generation a verb is about.
final class GenerationOption {
  static final String ALL = "/v1/admin/generations";

  @Parameters(
      arity = "0..1",
      paramLabel = "GENERATION",
      description = "Its number (default: the one being built).")
  private @Nullable Integer number;

  static List<JsonNode> all(AdminClient client) throws InterruptedException {
    return StreamSupport.stream(client.get(ALL).path("generations").spliterator(), false).toList();
  }

  /// Those that are in one of these states.
  static List<JsonNode> in(AdminClient client, String... states) throws InterruptedException {
    return in(client.get(ALL), states);
  }

  static List<JsonNode> in(JsonNode answer, String... states) {
    return StreamSupport.stream(answer.path("generations").spliterator(), false)
        .filter(each -> List.of(states).contains(each.path("state").asString("")))
        .toList();
  }

  /// The one that is named, or else being built.
  int number(AdminClient client) throws InterruptedException {
    Integer named = number;
    if (named != null) {
      return named;
    }
    List<JsonNode> built = in(client, "building", "paused");
    if (built.isEmpty()) {
      throw new Failure(
          ExitCode.REFUSED,
          "Expected a rebuild to be under way, but there is none: name a generation, or begin one"
              + " with tidemark rebuild");
    }
    return built.getFirst().path("generation").asInt();
  }

  /// Of this generation.
  String path(AdminClient client) throws InterruptedException {
    return path(number(client));
  }

  static String path(int number) {
    return ALL + "/" + number;
  }
}

package dev.tidemark.operator.admin;

import dev.tidemark.operator.verb.ExitCode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Command(
    name = "show",
    description = "Shows the parked events of an aggregate as they stand in the log.",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:they are shown",
      "2:the command line is wrong",
      "3:no system runs, and no --url was given",
      "6:the service does not answer",
      "7:refused, such as for an aggregate that is not parked"
    })
final class ParkedShow implements Callable<Integer> {
  @Parameters(
      paramLabel = "AGGREGATE",
      description = "A username, or the id of an order or session.")
  private String aggregate = "";

  @Mixin private Parked.Which which;

  @Option(names = "--limit", paramLabel = "N", description = "How many events (default: 20).")
  private @Nullable Integer limit;

  @Mixin private AdminOptions options;

  @Override
  public Integer call() throws InterruptedException {
    try (var client = options.client()) {
      var path = which.query(Parked.PATH + "/events", aggregate).with("limit", limit);
      var found = client.get(path.toString());
      if (options.json()) {
        options.print(found);
      } else {
        found.path("queues").forEach(queue -> print(queue, options.out()));
      }
      return ExitCode.OK;
    }
  }

  private static void print(JsonNode queue, PrintWriter out) {
    out.printf(
        "%s of %s, shard %d: %d parked%n",
        queue.path("aggregateId").asString(),
        queue.path("topic").asString(),
        queue.path("shard").asInt(),
        queue.path("events").asLong());
    for (var event : queue.path("items")) {
      out.printf(
          "%noffset %d, parked at %s%n  cause: %s%n  key: %s%n",
          event.path("offset").asLong(),
          event.path("parkedAt").asString(),
          event.path("cause").asString(),
          event.path("key").asString("(none)"));
      event
          .path("headers")
          .forEach(header ->
              out.printf(
                  "  %s: %s%n",
                  header.path("name").asString(), header.path("value").asString("(null)")));
      out.println(pretty(event.path("value").asString("(none)")).indent(2).stripTrailing());
    }
    out.flush();
  }

  private static String pretty(String value) {
    try {
      var json = JsonMapper.shared();
      return json.writerWithDefaultPrettyPrinter().writeValueAsString(json.readTree(value));
    } catch (JacksonException e) {
      return value;
    }
  }
}

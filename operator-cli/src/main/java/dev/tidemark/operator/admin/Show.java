package dev.tidemark.operator.admin;

import dev.tidemark.operator.verb.ExitCode;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
    name = "show",
    description = {
      "Shows one user, session or order as the log, PostgreSQL and Redis have it, side by side,"
          + " with its timeline, and whether they agree.",
      "The log is read to its end for it, which takes a while if it is long."
    },
    sortOptions = false,
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:shown; what each store has is what the log says up to where that store is",
      "2:the command line is wrong",
      "3:no system runs, and no --url was given",
      "5:shown, but something could not be asked",
      "6:the service does not answer",
      "7:there is no such thing, or its id is wrong",
      "8:a store has something else than what the log says, or events of it are parked"
    })
public final class Show implements Callable<Integer> {
  private enum What {
    user,
    session,
    order
  }

  @Parameters(index = "0", paramLabel = "WHAT", description = "One of ${COMPLETION-CANDIDATES}.")
  private What what = What.user;

  @Parameters(index = "1", paramLabel = "ID", description = "The username, or the id.")
  private String id = "";

  @Mixin private AdminOptions options;

  @Override
  public Integer call() throws InterruptedException {
    try (var client = options.client()) {
      var report =
          client.get(
              "/v1/admin/aggregates/%ss/%s"
                  .formatted(what, URLEncoder.encode(id, StandardCharsets.UTF_8)));
      if (options.json()) {
        options.print(report);
      } else {
        print(report, options.out());
      }
      return switch (report.path("verdict").asString("")) {
        case "agree", "behind" -> ExitCode.OK;
        case "unknown" -> ExitCode.NOT_READY;
        case String other -> ExitCode.FINDINGS;
      };
    }
  }

  private static void print(JsonNode report, PrintWriter out) {
    out.printf(
        "%s %s, shard %d: %s%n",
        report.path("kind").asString("").replaceFirst("s$", ""),
        report.path("id").asString(""),
        report.path("shard").asInt(),
        report.path("verdict").asString("").toUpperCase(Locale.ROOT));
    report.path("notes").forEach(note -> out.println("  " + note.asString("")));
    out.println();
    printStores(report, out);
    out.println();
    printTimeline(report.path("log").path("events"), out);
    out.flush();
  }

  private static void printStores(JsonNode report, PrintWriter out) {
    var log = report.path("log");
    var postgres = report.path("postgres");
    var redis = report.path("redis");
    var events = log.path("events");
    var table = new Table("", "log", "postgres", "redis");
    table.row(
        "up to",
        log.path("position").asString("?"),
        postgres.path("position").asString("?"),
        redis.path("watermark").asString("?"));
    table.row(
        "last event",
        events.isEmpty() ? "-" : events.get(events.size() - 1).path("offset").asString(""),
        postgres.path("sourceOffset").asString("-"),
        redis.path("version").asString("-"));
    table.row("lives for", "", "", lifetime(redis));
    var state = log.path("state");
    var row = postgres.path("row");
    var view = redis.path("view");
    Stream.of(state, row, view)
        .flatMap(each -> each.propertyNames().stream())
        .distinct()
        .forEach(
            field -> table.row(field, value(state, field), value(row, field), value(view, field)));
    table.print(out);
  }

  private static String lifetime(JsonNode redis) {
    var millis = redis.path("timeToLiveMs");
    var lease = redis.path("leaseMs").asLong(0) > 0 ? "" : ", no lease";
    return millis.isMissingNode() ? "-" : "%,d s%s".formatted(millis.asLong() / 1_000, lease);
  }

  /// Lists are told by their length: what differs in them, the notes and `--json` say.
  private static String value(JsonNode state, String field) {
    var value = state.path(field);
    if (value.isMissingNode()) {
      return "-";
    }
    return value.isArray()
        ? "[" + value.size() + "]"
        : value.isObject() ? value.toString() : value.asString("");
  }

  private static void printTimeline(JsonNode events, PrintWriter out) {
    var table = new Table("offset", "sequence", "recorded", "type", "command", "data");
    for (var event : events) {
      table.row(
          event.path("offset").asLong(),
          event.path("sequence").asString("?"),
          event.path("recordedAt").asString("?"),
          event.path("type").asString(""),
          event.path("commandId").asString("?"),
          shortened(
              Stream.of(event.path("cause").asString(""), event.path("data").asString(""))
                  .filter(text -> !text.isEmpty())
                  .collect(Collectors.joining(": "))));
    }
    table.print(out);
  }

  private static String shortened(String text) {
    return text.length() > 100 ? text.substring(0, 100) + "…" : text;
  }
}

package dev.tidemark.operator.admin;

import dev.tidemark.operator.verb.ExitCode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

@Command(
    name = "lag",
    description = {
      "Shows how far PostgreSQL and Redis are behind the log, by shard.",
      "Positions are those of users, sessions and orders: what comes next."
    },
    sortOptions = false,
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:shown",
      "2:the command line is wrong",
      "3:no system runs, and no --url was given",
      "5:shown, but Kafka, PostgreSQL or Redis could not be asked",
      "6:the service does not answer"
    })
public final class Lag implements Callable<Integer> {
  private static final String UNKNOWN = "?";

  @Mixin private AdminOptions options;

  @Override
  public Integer call() throws InterruptedException {
    try (var client = options.client()) {
      var report = client.get("/v1/admin/lag");
      if (options.json()) {
        options.print(report);
      } else {
        print(report, options.out());
      }
      return report.path("unavailable").isEmpty() ? ExitCode.OK : ExitCode.NOT_READY;
    }
  }

  private static void print(JsonNode report, PrintWriter out) {
    var table =
        new Table(
            "shard", "behind", "for", "log", "postgres", "redis", "lease", "parked", "worker here");
    for (var shard : report.path("shards")) {
      table.row(
          shard.path("shard").asInt(),
          shard.path("behindRecords").asString(UNKNOWN),
          millis(shard.path("behindMs")),
          positions(shard.path("log")),
          positions(shard.path("postgres")),
          positions(shard.path("redis")),
          millis(shard.path("leaseMs")),
          shard.path("parkedRecords").asString(UNKNOWN),
          shard.path("worker").path("state").asString("-"));
    }
    table.print(out);
    report
        .path("unavailable")
        .forEachEntry(
            (store, why) -> out.println(store + " could not be asked: " + why.asString()));
    out.flush();
  }

  static String positions(JsonNode positions) {
    return positions.isMissingNode()
        ? UNKNOWN
        : "%d/%d/%d"
            .formatted(
                positions.path("users").asLong(),
                positions.path("sessions").asLong(),
                positions.path("orders").asLong());
  }

  private static String millis(JsonNode millis) {
    return millis.isMissingNode() ? UNKNOWN : "%.1f s".formatted(millis.asLong() / 1e3);
  }
}

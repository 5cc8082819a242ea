package dev.tidemark.operator.admin;

import dev.tidemark.operator.verb.ExitCode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

@Command(
    name = "shards",
    description = {
      "Shows who decides for each shard, who follows it and who projects it.",
      "Owners are asked for their state; command services that own nothing are not known here."
    },
    sortOptions = false,
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:each shard has an owner that serves it, and is projected",
      "2:the command line is wrong",
      "3:no system runs, and no --url was given",
      "5:some shard has not",
      "6:the service does not answer"
    })
public final class ShardList implements Callable<Integer> {
  @Mixin private AdminOptions options;

  @Override
  public Integer call() throws InterruptedException {
    try (var client = options.client()) {
      var report = client.get("/v1/admin/shards");
      if (options.json()) {
        options.print(report);
      } else {
        print(report, options.out());
      }
      return isWhole(report) ? ExitCode.OK : ExitCode.NOT_READY;
    }
  }

  private static boolean isWhole(JsonNode report) {
    return StreamSupport.stream(report.path("shards").spliterator(), false)
        .allMatch(shard ->
            shard.path("owner").path("state").asString("").equals("SERVING")
                && !shard.path("projectedBy").isEmpty());
  }

  private static void print(JsonNode report, PrintWriter out) {
    var table =
        new Table(
            "shard",
            "owner",
            "endpoint",
            "term",
            "state",
            "waiting",
            "followed by",
            "projected by");
    for (var shard : report.path("shards")) {
      var owner = shard.path("owner");
      table.row(
          shard.path("shard").asInt(),
          owner.path("node").asString("nobody"),
          owner.path("endpoint").asString("-"),
          owner.path("term").asString("-"),
          owner.path("state").asString("?"),
          owner.path("waiting").asString("?"),
          joined(shard.path("standbys"), "node"),
          joined(shard.path("projectedBy"), "host"));
    }
    table.print(out);
    for (var shard : report.path("shards")) {
      var owner = shard.path("owner");
      var trouble = owner.path("trouble").asString("");
      if (!trouble.isEmpty()) {
        out.printf(
            "shard %d: %s does not answer: %s%n",
            shard.path("shard").asInt(), owner.path("endpoint").asString(""), trouble);
      }
    }
    out.flush();
  }

  private static String joined(JsonNode nodes, String field) {
    var joined =
        StreamSupport.stream(nodes.spliterator(), false)
            .map(node -> node.path(field).asString(""))
            .collect(Collectors.joining(", "));
    return joined.isEmpty() ? "-" : joined;
  }
}

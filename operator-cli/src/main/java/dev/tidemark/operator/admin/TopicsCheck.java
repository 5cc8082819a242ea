package dev.tidemark.operator.admin;

import dev.tidemark.operator.verb.ExitCode;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

@Command(
    name = "check",
    description = "Compares the topics with what the log needs, and says how to mend what differs.",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:nothing is unsafe",
      "2:the command line is wrong",
      "3:no system runs, and no --url was given",
      "6:the service, or Kafka, does not answer",
      "8:something is unsafe"
    })
final class TopicsCheck implements Callable<Integer> {
  @Option(
      names = "--production",
      description =
          "Fewer than three copies, or two in sync, are unsafe: not only worth an advice.")
  private boolean production;

  @Mixin private AdminOptions options;

  @Override
  public Integer call() throws InterruptedException {
    try (var client = options.client()) {
      var report = client.get("/v1/admin/topics?production=" + production);
      if (options.json()) {
        options.print(report);
      } else {
        print(report, options.out());
      }
      return report.path("safe").asBoolean(false) ? ExitCode.OK : ExitCode.FINDINGS;
    }
  }

  private static void print(JsonNode report, PrintWriter out) {
    var table =
        new Table(
            "topic",
            "partitions",
            "replicas",
            "in sync",
            "min in sync",
            "cleanup",
            "retention",
            "compression");
    for (var topic : report.path("topics")) {
      var settings = topic.path("settings");
      table.row(
          topic.path("name").asString(""),
          topic.path("partitions").asInt(),
          topic.path("replicas").asInt(),
          topic.path("inSyncReplicas").asInt(),
          settings.path("min.insync.replicas").asString("?"),
          settings.path("cleanup.policy").asString("?"),
          settings.path("retention.ms").asString("?"),
          settings.path("compression.type").asString("?"));
    }
    table.print(out);
    out.printf("transaction.version %d%n", report.path("transactionVersion").asInt());
    for (var finding : report.path("findings")) {
      out.printf(
          "%n%s: %s %s: expected %s, but it is %s%n  %s%n",
          finding.path("level").asString("").toUpperCase(Locale.ROOT),
          finding.path("topic").asString(""),
          finding.path("setting").asString(""),
          finding.path("expected").asString(""),
          finding.path("actual").asString(""),
          finding.path("remedy").asString(""));
    }
    if (report.path("findings").isEmpty()) {
      out.println("All is as it should be.");
    }
    out.flush();
  }
}

package dev.tidemark.operator.admin;

import dev.tidemark.operator.verb.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

@Command(
    name = "diff",
    description = {
      "Compares a generation with the one that serves, row by row, and each cache with its rows.",
      "Goes on while commands do."
    },
    sortOptions = false,
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:they are the same",
      "1:the comparison failed",
      "2:the command line is wrong",
      "3:no system runs, and no --url was given",
      "6:the service does not answer",
      "7:refused, such as for a generation that does not follow the log",
      "8:they differ, or some rows could not be compared"
    })
public final class Diff implements Callable<Integer> {
  @Option(names = "--last", description = "Show the last comparison, and make no new one.")
  private boolean last;

  @Mixin private GenerationOption generation;
  @Mixin private AdminOptions options;

  @Override
  public Integer call() throws InterruptedException {
    try (var client = options.client()) {
      String path = generation.path(client) + "/diff";
      if (!last) {
        var _ = client.post(path, "");
      }
      var diff = done(client, path);
      if (options.json()) {
        options.print(diff);
      } else {
        print(diff);
      }
      return exitCode(diff);
    }
  }

  private static JsonNode done(AdminClient client, String path) throws InterruptedException {
    var looks = new Looks(client, path);
    var diff = client.get(path);
    while (diff.path("state").asString("").equals("running")) {
      diff = looks.next(diff);
    }
    return diff;
  }

  private static int exitCode(JsonNode diff) {
    if (!diff.path("state").asString("").equals("done")) {
      return ExitCode.FAILED;
    }
    boolean same = diff.path("differing").asLong() + diff.path("undecided").asLong() == 0;
    return same ? ExitCode.OK : ExitCode.FINDINGS;
  }

  private void print(JsonNode diff) {
    var table = new Table("view", "compared", "differ", "undecided", "columns");
    for (String part : new String[] {"views", "caches"}) {
      for (var view : diff.path(part)) {
        table.row(
            view.path("view").asString(""),
            view.path("compared").asLong(),
            view.path("differing").asLong(),
            view.path("undecided").asLong(),
            view.path("columns").isEmpty() ? "" : view.path("columns").toString());
      }
    }
    table.print(options.out());
    for (String part : new String[] {"views", "caches"}) {
      for (var view : diff.path(part)) {
        view.path("samples").forEach(sample -> print(view.path("view").asString(""), sample));
      }
    }
    options.out().println(summary(diff));
    options.out().flush();
  }

  private void print(String view, JsonNode sample) {
    options
        .out()
        .println(
            "  %s %s, %s: %s → %s"
                .formatted(
                    view,
                    sample.path("key").asString(""),
                    sample.path("column").asString(""),
                    sample.path("before").asString("nothing"),
                    sample.path("after").asString("nothing")));
  }

  private static String summary(JsonNode diff) {
    String both =
        "Generation %d, compared with generation %d, which serves: "
            .formatted(diff.path("generation").asInt(), diff.path("against").asInt());
    if (!diff.path("state").asString("").equals("done")) {
      return both + "failed: " + diff.path("trouble").asString("");
    }
    long differing = diff.path("differing").asLong();
    long undecided = diff.path("undecided").asLong();
    return both
        + (differing + undecided == 0
            ? "the same."
            : "%,d differ, %,d kept moving.".formatted(differing, undecided));
  }
}

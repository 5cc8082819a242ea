package dev.tidemark.operator.admin;

import dev.tidemark.operator.verb.ExitCode;
import dev.tidemark.operator.verb.Failure;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "parked",
    description =
        "Events that could not be applied: shows them, tries them again, leaves them out.",
    synopsisSubcommandLabel = "list|show|retry|discard",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    subcommands = {Parked.Listed.class, ParkedShow.class, Parked.Retry.class, Parked.Discard.class})
public final class Parked implements Runnable {
  static final String PATH = "/v1/admin/parked";

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Expected list, show, retry or discard, but there is none");
  }

  /// Which aggregate is meant.
  static final class Which {
    @Option(names = "--topic", paramLabel = "TOPIC", description = "Such as orders.events.")
    private @Nullable String topic;

    @Option(names = "--shard", paramLabel = "N", description = "If it is parked in several.")
    private @Nullable Integer shard;

    Query query(String path, @Nullable String aggregate) {
      return new Query(path)
          .with("aggregateId", aggregate)
          .with("topic", topic)
          .with("shard", shard);
    }
  }

  @Command(
      name = "list",
      description = "Lists the aggregates with parked events, and why the first of each is.",
      sortOptions = false,
      mixinStandardHelpOptions = true,
      exitCodeListHeading = "%nExit codes:%n",
      exitCodeList = {
        "0:none is parked",
        "2:the command line is wrong",
        "3:no system runs, and no --url was given",
        "6:the service does not answer",
        "8:some are parked"
      })
  static final class Listed implements Callable<Integer> {
    @Mixin private AdminOptions options;

    @Override
    public Integer call() throws InterruptedException {
      try (var client = options.client()) {
        ArrayNode all = JsonMapper.shared().createArrayNode();
        String after = null;
        do {
          var page = client.get(new Query(PATH).with("after", after).toString());
          page.path("items").forEach(all::add);
          after = page.path("next").asString(null);
        } while (after != null);
        if (options.json()) {
          ObjectNode whole = JsonMapper.shared().createObjectNode();
          whole.set("items", all);
          options.print(whole);
        } else {
          print(all, options.out());
        }
        return all.isEmpty() ? ExitCode.OK : ExitCode.FINDINGS;
      }
    }

    private static void print(ArrayNode all, PrintWriter out) {
      if (all.isEmpty()) {
        out.println("Nothing is parked.");
        out.flush();
        return;
      }
      var table = new Table("aggregate", "topic", "shard", "events", "first", "type", "cause");
      for (var queue : all) {
        table.row(
            queue.path("aggregateId").asString(),
            queue.path("topic").asString(),
            queue.path("shard").asInt(),
            queue.path("events").asLong(),
            queue.path("firstOffset").asLong(),
            queue.path("type").asString(),
            firstLine(queue.path("cause").asString()));
      }
      table.print(out);
    }
  }

  @Command(
      name = "retry",
      description = {
        "Applies parked events in their order, all of an aggregate or up to the first that still",
        "cannot be applied. That one stays parked, with the cause of today, and those behind it."
      },
      sortOptions = false,
      mixinStandardHelpOptions = true,
      exitCodeListHeading = "%nExit codes:%n",
      exitCodeList = {
        "0:nothing that was tried is parked any more",
        "2:the command line is wrong",
        "3:no system runs, and no --url was given",
        "6:the service, PostgreSQL or Redis does not answer: what was applied stays; run it again",
        "7:there is no such aggregate",
        "8:something that was tried stays parked"
      })
  static final class Retry implements Callable<Integer> {
    @Parameters(arity = "0..1", paramLabel = "AGGREGATE", description = "Whose events.")
    private @Nullable String aggregate;

    @Option(names = "--all", description = "Those of all aggregates.")
    private boolean all;

    @Mixin private Which which;

    @Option(names = "--dry-run", description = "Say what would happen; change nothing.")
    private boolean dryRun;

    @Mixin private AdminOptions options;

    @Override
    public Integer call() throws InterruptedException {
      if (all == (aggregate != null)) {
        throw new Failure(ExitCode.USAGE, "Expected either an aggregate or --all");
      }
      try (var client = options.client()) {
        ObjectNode whole = null;
        String after = null;
        do {
          var path =
              which.query(PATH + "/retries", aggregate).with("dryRun", dryRun).with("after", after);
          var page = (ObjectNode) client.post(path.toString(), "");
          if (whole == null) {
            whole = page;
          } else {
            ((ArrayNode) whole.path("items")).addAll((ArrayNode) page.path("items"));
          }
          after = page.path("next").asString(null);
        } while (after != null);
        whole.remove("next");
        return outcome(whole, options);
      }
    }
  }

  @Command(
      name = "discard",
      description = {
        "Leaves the first parked event of an aggregate out of the views, for good, and applies"
            + " those",
        "behind it as far as they follow. If the event is one that the aggregate's history counts,",
        "they do not follow, and stay parked."
      },
      sortOptions = false,
      mixinStandardHelpOptions = true,
      exitCodeListHeading = "%nExit codes:%n",
      exitCodeList = {
        "0:discarded, and nothing of the aggregate is parked any more",
        "2:the command line is wrong",
        "3:no system runs, and no --url was given",
        "6:the service, PostgreSQL or Redis does not answer: look at parked list, then run it"
            + " again",
        "7:refused: there is no such aggregate, or another event is the first",
        "8:discarded, and some events of the aggregate stay parked"
      })
  static final class Discard implements Callable<Integer> {
    @Parameters(paramLabel = "AGGREGATE", description = "Whose event.")
    private String aggregate = "";

    @Option(
        names = "--offset",
        required = true,
        paramLabel = "N",
        description = "Of the event, as list and show tell it.")
    private long offset;

    @Option(names = "--reason", required = true, description = "Why; it is kept with the event.")
    private String reason = "";

    @Option(
        names = "--by",
        description = "Who decided it (default: ${DEFAULT-VALUE}).",
        defaultValue = "${sys:user.name}")
    private String by = "";

    @Mixin private Which which;

    @Option(names = "--dry-run", description = "Say what would happen; change nothing.")
    private boolean dryRun;

    @Mixin private AdminOptions options;

    @Override
    public Integer call() throws InterruptedException {
      try (var client = options.client()) {
        var path =
            which
                .query(PATH + "/discards", aggregate)
                .with("offset", offset)
                .with("by", by)
                .with("reason", reason)
                .with("dryRun", dryRun);
        return outcome(client.post(path.toString(), ""), options);
      }
    }
  }

  /// PostgreSQL's details follow in others; `show` has them.
  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }

  private static int outcome(JsonNode outcomes, AdminOptions options) {
    boolean left = false;
    for (var each : outcomes.path("items")) {
      left |= each.path("left").asLong() > 0;
    }
    if (options.json()) {
      options.print(outcomes);
    } else {
      print(outcomes, options.out());
    }
    return left ? ExitCode.FINDINGS : ExitCode.OK;
  }

  private static void print(JsonNode outcomes, PrintWriter out) {
    boolean dryRun = outcomes.path("dryRun").asBoolean();
    var table = new Table("aggregate", "topic", "discarded", "applied", "left", "cause");
    for (var each : outcomes.path("items")) {
      table.row(
          each.path("aggregateId").asString(),
          each.path("topic").asString(),
          each.path("discarded").asInt(),
          each.path("applied").asInt(),
          each.path("left").asLong(),
          firstLine(each.path("cause").asString("-")));
    }
    table.print(out);
    out.println(dryRun ? "Dry run: nothing was changed." : "Done.");
    out.flush();
  }
}

package dev.tidemark.operator.admin;

import dev.tidemark.operator.progress.Progress;
import dev.tidemark.operator.verb.ExitCode;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

@Command(
    name = "rebuild",
    description = {
      "Fills the views anew from the log, as a new generation beside the one that serves.",
      "Shows how far it is until the new one is as far as the old one. Ctrl-C ends the showing, not"
          + " the rebuild: tidemark rebuild watch shows it again.",
      "Then: tidemark diff, and tidemark cutover."
    },
    sortOptions = false,
    mixinStandardHelpOptions = true,
    subcommands = {
      RebuildStatus.class,
      RebuildWatch.class,
      RebuildPause.class,
      RebuildResume.class,
      RebuildCancel.class
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the new generation is as far as the old one, or it was begun (--detach)",
      "2:the command line is wrong",
      "3:no system runs, and no --url was given",
      "5:the rebuild was paused or cancelled meanwhile",
      "6:the service does not answer",
      "7:refused, such as while another rebuild is under way"
    })
public final class Rebuild implements Callable<Integer> {
  @Option(
      names = "--target",
      paramLabel = "all|views|cache",
      description =
          "all and views: rows, and a cache of their own; cache: the cache alone, from the rows"
              + " that serve (default: all).")
  private String target = "all";

  @Option(
      names = "--throttle",
      paramLabel = "N",
      description = "Events a second, by all instances together (default: as many as can be).")
  private int throttle;

  @Option(names = "--detach", description = "Return when it is begun.")
  private boolean detach;

  @Mixin private AdminOptions options;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    if (!target.matches("all|views|cache")) {
      throw new ParameterException(
          spec.commandLine(), "Expected --target all, views or cache, but was " + target);
    }
    if (throttle < 0) {
      throw new ParameterException(
          spec.commandLine(), "Expected --throttle to be at least 0, but was " + throttle);
    }
    try (var client = options.client()) {
      var begun =
          client.post("/v1/admin/rebuilds?target=%s&throttle=%d".formatted(target, throttle), "");
      int number = begun.path("generation").asInt();
      if (detach) {
        say(begun, options);
        return ExitCode.OK;
      }
      return watch(client, number, options);
    }
  }

  static void say(JsonNode generation, AdminOptions options) {
    if (options.json()) {
      options.print(generation);
    } else {
      options
          .out()
          .println(
              "Generation %d is %s."
                  .formatted(
                      generation.path("generation").asInt(),
                      generation.path("state").asString("")));
      options.out().flush();
    }
  }

  /// Shows how far it is, until it may serve or is not built any more.
  static int watch(AdminClient client, int number, AdminOptions options)
      throws InterruptedException {
    String path = GenerationOption.path(number);
    var last = new AtomicReference<>(client.get(path));
    try (var _ = options.progress().watch(() -> progress(last.get()))) {
      var looks = new Looks(client, path);
      while (isBuilt(last.get()) && !isReady(last.get())) {
        last.set(looks.next(last.get()));
      }
    }
    say(last.get(), options);
    return isReady(last.get()) ? ExitCode.OK : ExitCode.NOT_READY;
  }

  private static Progress progress(JsonNode generation) {
    return new Progress(
        generation.path("donePlaces").asLong(0),
        generation.path("goalPlaces").asLong(0),
        "places of the log",
        "");
  }

  private static boolean isBuilt(JsonNode generation) {
    return generation.path("state").asString("").equals("building");
  }

  private static boolean isReady(JsonNode generation) {
    return generation.has("donePlaces")
        && generation.path("donePlaces").asLong() >= generation.path("goalPlaces").asLong()
        && generation.path("liveShards").asInt() == generation.path("shards").asInt();
  }

  static void print(Iterable<JsonNode> generations, AdminOptions options) {
    var table =
        new Table("generation", "state", "target", "rows", "done", "of", "rate", "left", "caches");
    for (var each : generations) {
      table.row(
          each.path("generation").asInt(),
          each.path("state").asString(""),
          each.path("target").asString(""),
          each.path("schema").asString(""),
          number(each.path("donePlaces")),
          number(each.path("goalPlaces")),
          each.has("placesPerSecond") ? number(each.path("placesPerSecond")) + "/s" : "",
          each.has("secondsLeft") ? each.path("secondsLeft").asLong() + " s" : "",
          each.has("shards")
              ? each.path("liveShards").asInt() + "/" + each.path("shards").asInt()
              : "");
    }
    table.print(options.out());
  }

  private static String number(JsonNode number) {
    return number.isMissingNode() ? "" : String.format(Locale.ROOT, "%,d", number.asLong());
  }
}

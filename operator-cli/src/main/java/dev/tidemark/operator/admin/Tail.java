package dev.tidemark.operator.admin;

import dev.tidemark.events.consistency.ConsistencyToken;
import dev.tidemark.operator.admin.ServerSentEvents.Sent;
import dev.tidemark.operator.verb.DataOption;
import dev.tidemark.operator.verb.ExitCode;
import dev.tidemark.operator.verb.Failure;
import dev.tidemark.operator.verb.RunningUrls;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "tail",
    description = {
      "Prints committed events, one a line, from the query service's stream of changes.",
      "At its end it says, beside what it printed, how to go on from there."
    },
    sortOptions = false,
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all is printed that there was",
      "2:the command line is wrong",
      "3:no system runs, and no --url was given",
      "6:the service does not answer",
      "7:the service refuses a filter or the place to begin",
      "130, 143:stopped by Ctrl-C or SIGTERM"
    })
public final class Tail implements Callable<Integer> {
  private static final int DATA_CHARS_MAX = 160;

  /// One after the other, without a single event in between.
  private static final int TRIES_MAX = 30;

  private static final Duration PAUSE = Duration.ofSeconds(1);

  @Option(names = "--user", paramLabel = "USERNAME", description = "Of this customer only.")
  private String user = "";

  @Option(names = "--order", paramLabel = "ID", description = "Of this order only.")
  private String order = "";

  @Option(names = "--session", paramLabel = "ID", description = "Of this session only.")
  private String session = "";

  @Option(
      names = "--topic",
      paramLabel = "TOPIC",
      description = "users, sessions or orders; may be repeated.")
  private List<String> topics = List.of();

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      description = "Such as order.paid or order.paid.v1; may be repeated.")
  private List<String> types = List.of();

  @Option(
      names = "--from",
      paramLabel = "PLACE",
      description =
          "start: the beginning of the log; else what tail printed last, or any consistency token"
              + " (default, with --follow: now).")
  private String from = "";

  @Option(names = "--follow", description = "Go on with what comes, until Ctrl-C.")
  private boolean follow;

  @Option(names = "--json", description = "Each event as a line of JSON, with its position.")
  private boolean json;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "A query service (default: that of the running system).")
  private @Nullable URI url;

  @Mixin private DataOption data;
  @Spec private CommandSpec spec;

  private String at = "";

  @Override
  public Integer call() throws InterruptedException {
    if (from.isEmpty() && !follow) {
      throw new ParameterException(
          spec.commandLine(), "Expected --from, such as --from start, or --follow, or both");
    }
    at = from.equals("start") ? ConsistencyToken.EMPTY.encode() : from;
    var farewell = new Thread(this::sayHowToGoOn, "farewell");
    Runtime.getRuntime().addShutdownHook(farewell);
    try (var client =
        new AdminClient(
            url != null ? AdminOptions.checked(spec, url) : RunningUrls.of(data).query())) {
      print(client);
      return ExitCode.OK;
    } finally {
      if (Runtime.getRuntime().removeShutdownHook(farewell)) {
        sayHowToGoOn();
      }
    }
  }

  private void print(AdminClient client) throws InterruptedException {
    for (int attempt = 1; ; attempt++) {
      String before = at;
      try (var events = new ServerSentEvents(client.stream(path()).body())) {
        if (read(events)) {
          return;
        }
      } catch (Failure e) {
        if (!follow || e.exitCode() != ExitCode.NO_ANSWER || attempt >= TRIES_MAX) {
          throw e;
        }
      } catch (IOException e) {
        if (!follow || attempt >= TRIES_MAX) {
          throw new Failure(ExitCode.NO_ANSWER, "The stream broke off: " + e);
        }
      }
      attempt = before.equals(at) ? attempt : 0;
      Thread.sleep(PAUSE);
    }
  }

  /// @return whether that was all that was asked for
  private boolean read(ServerSentEvents events) throws IOException {
    for (Optional<Sent> next = events.next(); next.isPresent(); next = events.next()) {
      Sent sent = next.get();
      at = sent.id().isEmpty() ? at : sent.id();
      switch (sent.name()) {
        case "" -> {
          if (sent.caughtUp() && !follow) {
            return true;
          }
        }
        case "end" -> {
          return false;
        }
        case "problem" -> throw ended(sent);
        case String type -> print(type, sent.data());
      }
    }
    if (!follow) {
      throw new IOException("it ended before it had caught up");
    }
    return false;
  }

  private static Failure ended(Sent sent) {
    JsonNode told = JsonMapper.shared().readTree(sent.data());
    boolean isSlow = told.path("code").asString("").equals("too-slow");
    return new Failure(
        isSlow ? ExitCode.NO_ANSWER : ExitCode.REFUSED, told.path("detail").asString(sent.data()));
  }

  private void print(String type, String text) {
    if (!types.isEmpty() && types.stream().noneMatch(wanted -> isOf(type, wanted))) {
      return;
    }
    PrintWriter out = spec.commandLine().getOut();
    JsonNode event = JsonMapper.shared().readTree(text);
    out.println(json ? ((ObjectNode) event).put("position", at).toString() : line(type, event));
    out.flush();
  }

  private static boolean isOf(String type, String wanted) {
    return type.equals(wanted) || type.matches("\\Q" + wanted + "\\E\\.v[0-9]+");
  }

  private static String line(String type, JsonNode event) {
    var details = event.path("data").toString();
    return "%s %-26s %s %s #%s %s"
        .formatted(
            event.path("recordedAt").asString("-"),
            type,
            event.path("username").asString("-"),
            event.path("subject").asString("-"),
            event.path("sequence").asString("-"),
            event.has("reason")
                ? event.path("reason").asString("")
                : details.length() > DATA_CHARS_MAX
                    ? details.substring(0, DATA_CHARS_MAX) + "…"
                    : details);
  }

  private String path() {
    var query = new ArrayList<String>();
    topics.forEach(topic -> add(query, "topic", topic));
    add(query, "username", user);
    add(query, "order", order);
    add(query, "session", session);
    add(query, "after", at);
    return "/v1/changes" + query.stream().collect(Collectors.joining("&", "?", ""));
  }

  private static void add(List<String> query, String name, String value) {
    if (!value.isEmpty()) {
      query.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8));
    }
  }

  private void sayHowToGoOn() {
    if (!at.isEmpty()) {
      var err = spec.commandLine().getErr();
      err.println("To go on from here: --from " + at);
      err.flush();
    }
  }
}

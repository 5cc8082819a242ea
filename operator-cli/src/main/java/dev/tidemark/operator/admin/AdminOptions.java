package dev.tidemark.operator.admin;

import dev.tidemark.operator.progress.ProgressDisplay;
import dev.tidemark.operator.verb.DataOption;
import dev.tidemark.operator.verb.RunningUrls;
import java.io.PrintWriter;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What every verb of operators takes: which system it asks, and how it answers.
final class AdminOptions {
  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "A projection service (default: that of the running system).")
  private @Nullable URI url;

  @Option(names = "--json", description = "The answer for scripts: one JSON document.")
  private boolean json;

  @Mixin private DataOption data;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec verb;

  AdminClient client() {
    return new AdminClient(url != null ? checked(verb, url) : RunningUrls.of(data).projection());
  }

  /// @param url as `--url` names it
  static URI checked(CommandSpec verb, URI url) {
    boolean isHttp =
        "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
    if (!isHttp || url.getHost() == null) {
      throw new ParameterException(
          verb.commandLine(), "Expected --url such as http://127.0.0.1:18082, but was " + url);
    }
    return url;
  }

  boolean json() {
    return json;
  }

  PrintWriter out() {
    return verb.commandLine().getOut();
  }

  /// For what takes long; beside the answer, never in it.
  ProgressDisplay progress() {
    return ProgressDisplay.on(verb.commandLine().getErr());
  }

  /// What is said of an option that is wrong.
  ParameterException wrong(String message) {
    return new ParameterException(verb.commandLine(), message);
  }

  void print(JsonNode answer) {
    out().println(JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(answer));
  }
}

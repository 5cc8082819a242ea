package dev.tidemark.operator.admin;

import dev.tidemark.operator.verb.ExitCode;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "resume",
    description = "Goes on with a rebuild that was paused, from where it stands.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:it goes on",
      "2:the command line is wrong",
      "3:no system runs, and no --url was given",
      "6:the service does not answer",
      "7:refused, such as while none is paused"
    })
final class RebuildResume implements Callable<Integer> {
  @Option(
      names = "--throttle",
      paramLabel = "N",
      description = "Events a second from now on; 0: as many as can be (default: as before).")
  private @Nullable Integer throttle;

  @Mixin private GenerationOption generation;
  @Mixin private AdminOptions options;

  @Override
  public Integer call() throws InterruptedException {
    try (var client = options.client()) {
      String path = generation.path(client) + "/resume";
      var resumed = client.post(throttle == null ? path : path + "?throttle=" + throttle, "");
      Rebuild.say(resumed, options);
      return ExitCode.OK;
    }
  }
}

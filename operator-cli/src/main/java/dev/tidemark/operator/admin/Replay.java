package dev.tidemark.operator.admin;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "replay",
    description = {
      "Applies the log once more, to the cache or to the rows, while everything serves.",
      "What is as the log says is left alone, and nothing newer is ever set back."
    },
    sortOptions = false,
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done; what was wrong is mended",
      "1:failed, or cancelled",
      "2:the command line is wrong",
      "3:no system runs, and no --url was given",
      "6:the service does not answer",
      "7:refused: another replay of the same target is under way, or the selection is wrong",
      "8:done, and something is not as the log says"
    })
public final class Replay implements Callable<Integer> {
  private static final String PATH = "/v1/admin/replays";

  /// What may be replayed.
  enum Target {
    cache,
    views
  }

  @Parameters(paramLabel = "cache|views", description = "What is written.")
  private Target target = Target.cache;

  @Option(names = "--user", paramLabel = "NAME", description = "All that is this customer's.")
  private @Nullable String user;

  @Option(names = "--order", paramLabel = "ID", description = "This order.")
  private @Nullable String order;

  @Option(names = "--session", paramLabel = "ID", description = "This session.")
  private @Nullable String session;

  @Option(
      names = "--topic",
      paramLabel = "TOPIC",
      description = "What a stretch of the log touches, with --partition.")
  private @Nullable String topic;

  @Option(names = "--partition", paramLabel = "N", description = "Of the topic.")
  private @Nullable Integer partition;

  @Option(names = "--from-offset", paramLabel = "N", description = "The first of the stretch.")
  private @Nullable Long fromOffset;

  @Option(names = "--to-offset", paramLabel = "N", description = "The last of the stretch.")
  private @Nullable Long toOffset;

  @Option(
      names = "--from-time",
      paramLabel = "TIME",
      description = "What was touched by events recorded since, such as 2026-01-31T08:00:00Z.")
  private @Nullable String fromTime;

  @Option(names = "--to-time", paramLabel = "TIME", description = "And before.")
  private @Nullable String toTime;

  @Option(names = "--dry-run", description = "Say what would be written; write nothing.")
  private boolean dryRun;

  @Mixin private JobVerb job;

  @Mixin private AdminOptions options;

  @Override
  public Integer call() throws InterruptedException {
    return job.run(
        options,
        PATH,
        new Query(PATH)
            .with("target", target)
            .with("user", user)
            .with("order", order)
            .with("session", session)
            .with("topic", topic)
            .with("partition", partition)
            .with("fromOffset", fromOffset)
            .with("toOffset", toOffset)
            .with("fromTime", fromTime)
            .with("toTime", toTime)
            .with("dryRun", dryRun));
  }
}

package dev.tidemark.operator.admin;

import dev.tidemark.operator.verb.ExitCode;
import dev.tidemark.operator.verb.Failure;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "verify",
    description = {
      "Holds the rows in PostgreSQL and the values in Redis against the log, field by field; with"
          + " --all",
      "also the sums, the counts and the index of goods."
    },
    sortOptions = false,
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all is as the log says, or was mended",
      "1:failed, or cancelled",
      "2:the command line is wrong",
      "3:no system runs, and no --url was given",
      "6:the service does not answer",
      "7:refused: another verification is under way",
      "8:something is not as the log says"
    })
public final class Verify implements Callable<Integer> {
  private static final String PATH = "/v1/admin/verifications";

  @Option(
      names = "--sample",
      paramLabel = "N",
      description = "N aggregates by chance (default: 1000).")
  private @Nullable Integer sample;

  @Option(
      names = "--all",
      description = "All aggregates: reads the whole log, maybe several times.")
  private boolean all;

  @Option(names = "--heal", description = "Write what is found wrong anew.")
  private boolean heal;

  @Mixin private JobVerb job;

  @Mixin private AdminOptions options;

  @Override
  public Integer call() throws InterruptedException {
    if (all && sample != null) {
      throw new Failure(ExitCode.USAGE, "Expected --sample or --all, but there are both");
    }
    Integer count = all ? null : sample == null ? Integer.valueOf(1_000) : sample;
    return job.run(options, PATH, new Query(PATH).with("sample", count).with("heal", heal));
  }
}

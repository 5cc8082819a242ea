package dev.tidemark.operator.admin;

import dev.tidemark.operator.progress.Progress;
import dev.tidemark.operator.verb.ExitCode;
import java.io.PrintWriter;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/// What verbs have in common that begin a job and follow it. The job goes on if the verb is
/// interrupted.
final class JobVerb {
  /// A job that has begun before: either, not both.
  private static final class Earlier {
    @Option(
        names = "--follow",
        paramLabel = "ID",
        description = "Begin nothing: follow this job, such as one that was left.")
    private @Nullable UUID follow;

    @Option(names = "--cancel", paramLabel = "ID", description = "Begin nothing: end this job.")
    private @Nullable UUID cancel;
  }

  @ArgGroup private @Nullable Earlier earlier;

  /// @param path of the jobs
  /// @param begin of a new one, with its query
  int run(AdminOptions options, String path, Query begin) throws InterruptedException {
    try (var client = options.client()) {
      final JsonNode job;
      if (earlier != null && earlier.cancel != null) {
        job = client.delete(path + "/" + earlier.cancel);
      } else if (earlier != null) {
        job = client.get(path + "/" + earlier.follow);
      } else {
        job = client.post(begin.toString(), "");
        options
            .progress()
            .say(
                "Job %s has begun. It goes on if you leave; --follow and --cancel take its id."
                    .formatted(job.path("id").asString()));
      }
      JsonNode ended = followed(client, options, path, job);
      if (options.json()) {
        options.print(ended);
      } else {
        print(ended, options.out());
      }
      return exitCode(ended);
    }
  }

  private static JsonNode followed(
      AdminClient client, AdminOptions options, String path, JsonNode begun)
      throws InterruptedException {
    var seen = new AtomicReference<>(begun);
    var looks = new Looks(client, path + "/" + begun.path("id").asString());
    try (var _ = options.progress().watch(() -> progress(seen.get()))) {
      while (isUnderWay(seen.get())) {
        seen.set(looks.next(seen.get()));
      }
    }
    return seen.get();
  }

  private static Progress progress(JsonNode job) {
    long read = job.path("readRecords").asLong();
    boolean done = job.path("state").asString().equals("done");
    return new Progress(read, done ? read : job.path("ofRecords").asLong(), "records", "");
  }

  private static boolean isUnderWay(JsonNode job) {
    var state = job.path("state").asString();
    return state.equals("running") || state.equals("cancelling");
  }

  private static void print(JsonNode job, PrintWriter out) {
    var findings = job.path("findings");
    if (!findings.isEmpty()) {
      var table = new Table("store", "what", "verdict", "mended");
      for (var finding : findings) {
        table.row(
            finding.path("store").asString(),
            finding.path("what").asString(),
            finding.path("verdict").asString(),
            finding.path("mended").asBoolean() ? "yes" : "no");
      }
      table.print(out);
    }
    out.printf(
        "%s%s: read %,d records, checked %,d: %,d as the log says, %,d behind, %,d damaged, %,d"
            + " failed; %,d %s%n",
        job.path("state").asString(),
        job.has("trouble") ? " (" + job.path("trouble").asString() + ")" : "",
        job.path("readRecords").asLong(),
        job.path("checked").asLong(),
        job.path("equal").asLong(),
        job.path("behind").asLong(),
        job.path("damaged").asLong(),
        job.path("failed").asLong(),
        job.path("applied").asLong(),
        job.path("mends").asBoolean() ? "written" : "would be written");
    out.flush();
  }

  /// Damage that was mended is none any more.
  private static int exitCode(JsonNode job) {
    if (!job.path("state").asString().equals("done")) {
      return ExitCode.FAILED;
    }
    return job.path("left").asLong() + job.path("failed").asLong() > 0
        ? ExitCode.FINDINGS
        : ExitCode.OK;
  }
}

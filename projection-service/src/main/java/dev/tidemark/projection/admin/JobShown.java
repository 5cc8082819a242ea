package dev.tidemark.projection.admin;

import dev.tidemark.projection.repair.Finding;
import dev.tidemark.projection.repair.Job;
import dev.tidemark.projection.repair.Report;
import dev.tidemark.projection.repair.Wish;
import dev.tidemark.projection.store.StoredJob.State;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A replay or a verification as operators see it.
///
/// @param target `cache` or `views`; absent of a verification, which looks at both
/// @param mends whether it writes what it finds wrong; false of a dry run
/// @param readRecords of the log
/// @param ofRecords how many records there are to be read
/// @param checked rows and values that were looked at
/// @param equal of these: as the log says
/// @param applied of these: written; if it mends nothing: what would be
/// @param behind values that the cache will reach by itself
/// @param damaged rows and values that were wrong
/// @param left of the damaged: not mended, so that they stay so
/// @param failed of which it could not be said or done
/// @param findings the first of what was damaged or failed
/// @param trouble why it failed
record JobShown(
    String id,
    @Nullable String target,
    boolean mends,
    String state,
    int unitsDone,
    int units,
    long readRecords,
    long ofRecords,
    long checked,
    long equal,
    long applied,
    long behind,
    long damaged,
    long left,
    long failed,
    List<Finding> findings,
    Instant beganAt,
    @Nullable Instant endedAt,
    @Nullable String trouble) {
  static JobShown of(Job job) {
    Report report = job.report();
    return new JobShown(
        job.id().toString(),
        target(job.wish().kind()),
        job.wish().mend(),
        state(job.state()),
        job.unitsDone(),
        report.units().size(),
        report.read(),
        report.of(),
        report.checked(),
        report.equal(),
        report.applied(),
        report.behind(),
        report.damaged(),
        report.left(),
        report.failed(),
        report.findings(),
        job.beganAt(),
        job.endedAt().equals(Instant.EPOCH) ? null : job.endedAt(),
        job.trouble().isEmpty() ? null : job.trouble());
  }

  private static @Nullable String target(Wish.Kind kind) {
    return switch (kind) {
      case REPLAY_CACHE -> "cache";
      case REPLAY_VIEWS -> "views";
      case VERIFY -> null;
    };
  }

  private static String state(State state) {
    return switch (state) {
      case RUNNING -> "running";
      case CANCELLING -> "cancelling";
      case DONE -> "done";
      case FAILED -> "failed";
      case CANCELLED -> "cancelled";
    };
  }
}

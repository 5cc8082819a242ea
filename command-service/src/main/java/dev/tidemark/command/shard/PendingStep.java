package dev.tidemark.command.shard;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A step of an import on its way through its shard, and the place where the importer waits.
public final class PendingStep {
  private final ImportStep step;
  private final Instant deadline;
  private final CompletableFuture<ImportReply> reply = new CompletableFuture<>();

  /// @param deadline when the importer gives up
  PendingStep(ImportStep step, Instant deadline) {
    this.step = step;
    this.deadline = deadline;
  }

  ImportStep step() {
    return step;
  }

  void tell(ImportReply told) {
    reply.complete(told);
  }

  /// Blocks until the reply is there, or the deadline has passed.
  public ImportReply await(InstantSource clock) throws InterruptedException {
    Duration left = Duration.between(clock.instant(), deadline);
    try {
      return reply.get(Math.max(0, left.toMillis()), TimeUnit.MILLISECONDS);
    } catch (TimeoutException _) {
      return new ImportReply.NotDecided("Expected the step to be done in time; ask again");
    } catch (ExecutionException e) {
      throw new IllegalStateException("Replies never fail", e);
    }
  }
}

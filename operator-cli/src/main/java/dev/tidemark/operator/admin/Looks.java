package dev.tidemark.operator.admin;

import dev.tidemark.operator.verb.ExitCode;
import dev.tidemark.operator.verb.Failure;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/// Looks again and again how far something is that the service does. A service that is away for a
/// while does not end that, so it does not end the looking. For one thread.
final class Looks {
  private static final Duration EVERY = Duration.ofMillis(500);

  /// Without a single answer in between.
  private static final Duration AWAY_MAX = Duration.ofMinutes(1);

  private final AdminClient client;
  private final String path;
  private final CountDownLatch never = new CountDownLatch(1);
  private long answeredAtNanos = System.nanoTime();

  Looks(AdminClient client, String path) {
    this.client = client;
    this.path = path;
  }

  /// After a while.
  ///
  /// @param before what was seen last, which is what is known as long as there is no answer
  JsonNode next(JsonNode before) throws InterruptedException {
    boolean _ = never.await(EVERY.toMillis(), TimeUnit.MILLISECONDS);
    try {
      JsonNode now = client.get(path);
      answeredAtNanos = System.nanoTime();
      return now;
    } catch (Failure e) {
      boolean isAway = e.exitCode() == ExitCode.NO_ANSWER;
      if (isAway && System.nanoTime() - answeredAtNanos < AWAY_MAX.toNanos()) {
        return before;
      }
      throw e;
    }
  }
}

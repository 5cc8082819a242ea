package dev.tidemark.runtime.logging;

import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/// The fields that a line has by where it comes from: names of the Elastic Common Schema, and our
/// own. What is put here must be fit for anybody who reads logs: ids and numbers, never what a
/// client wrote of a person, nor a token.
public final class LogFields {
  public static final String TRACE = "trace.id";
  public static final String SPAN = "span.id";

  private static final String COMMAND = "tidemark.command.id";
  private static final String CORRELATION = "tidemark.correlation.id";
  private static final String SHARD = "tidemark.shard";
  private static final String GENERATION = "tidemark.generation";

  private LogFields() {}

  /// All that this thread logs from here on is about a shard.
  public static void shard(int shard) {
    MDC.put(SHARD, Integer.toString(shard));
  }

  /// And about a generation of the views or of the cache, such as `views_g1` or `g1`.
  public static void shard(int shard, String generation) {
    shard(shard);
    MDC.put(GENERATION, generation);
  }

  /// What this thread logs from here on is about a command, until its request is answered.
  ///
  /// @param key its idempotency key. No secret: it stands in every timeline
  public static void command(String key, @Nullable String correlationId) {
    MDC.put(COMMAND, key);
    if (correlationId != null) {
      MDC.put(CORRELATION, correlationId);
    }
  }

  /// The opposite.
  public static void noCommand() {
    MDC.remove(COMMAND);
    MDC.remove(CORRELATION);
  }
}

package dev.tidemark.query.log;

import dev.tidemark.events.EventTopic;
import dev.tidemark.events.consistency.ConsistencyToken;
import dev.tidemark.events.consistency.Position;
import dev.tidemark.runtime.tracing.Operation;
import dev.tidemark.runtime.tracing.Operation.Kind;
import dev.tidemark.runtime.tracing.Tracing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/// Where the event topics end now, asked of Kafka. Thread-safe.
///
/// ## Why the high watermark, and not the last stable offset
///
/// A command is acknowledged once the coordinator has *decided* to commit its transaction. The
/// markers that let the last stable offset pass its records are written afterwards, so for some
/// milliseconds that offset lies before what was acknowledged: who reads up to it may miss their
/// own write. The high watermark cannot: `acks=all` means that it has passed each record before its
/// transaction could be committed.
///
/// It covers too much rather than too little: records of transactions that are still open, or will
/// be aborted, and markers. A store whose positions are those of a consumer gets past all of them
/// as soon as those transactions end, which the command service sees to within milliseconds, and
/// the brokers if it cannot.
///
/// A leader that was replaced without knowing it yet may tell an end that is too early, until it
/// finds out. Nothing that Kafka offers to readers closes that window; a token does.
public final class LogEnds implements AutoCloseable {
  private static final Operation LOOK =
      Operation.of(Kind.CLIENT, "list offsets").with("messaging.system", "kafka");

  private final LogSettings settings;
  private final Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
  private final NextLook<ConsistencyToken> looks = new NextLook<>(this::begin);
  private @Nullable Admin admin;

  /// Connects when it is first asked.
  public LogEnds(LogSettings settings, int shards) {
    this.settings = settings;
    for (EventTopic topic : EventTopic.values()) {
      for (int shard = 0; shard < shards; shard++) {
        latest.put(new TopicPartition(topic.topicName(), shard), OffsetSpec.latest());
      }
    }
  }

  /// A reader who has seen this has seen every command acknowledged before the call, and maybe some
  /// that came later.
  ///
  /// @throws LogUnavailableException if Kafka does not tell in time
  public ConsistencyToken now() {
    return Tracing.within(LOOK, this::told);
  }

  private ConsistencyToken told() {
    try {
      return asked()
          .toCompletableFuture()
          .get(settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new LogUnavailableException("Expected Kafka to tell where the log ends", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LogUnavailableException("Interrupted while Kafka was asked for the log's end", e);
    }
  }

  /// The same without waiting for it. It ends within twice the timeout, and fails if Kafka does not
  /// tell.
  CompletionStage<ConsistencyToken> asked() {
    return looks.outcome();
  }

  @Override
  public synchronized void close() {
    if (admin != null) {
      admin.close(Duration.ZERO);
    }
  }

  private CompletionStage<ConsistencyToken> begin() {
    var options =
        new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED)
            .timeoutMs((int) settings.timeout().toMillis());
    var found = new CompletableFuture<ConsistencyToken>();
    var _ =
        admin()
            .listOffsets(latest, options)
            .all()
            .whenComplete((ends, failure) -> {
              if (failure == null) {
                found.complete(seen(ends));
              } else {
                found.completeExceptionally(failure);
              }
            });
    return found;
  }

  private static ConsistencyToken seen(Map<TopicPartition, ListOffsetsResultInfo> ends) {
    var last = new ArrayList<Position>();
    ends.forEach((partition, end) -> {
      if (end.offset() > 0) {
        // What stands there may be a marker; tokens are only ever compared.
        last.add(
            new Position(
                EventTopic.named(partition.topic()), partition.partition(), end.offset() - 1));
      }
    });
    return ConsistencyToken.of(last);
  }

  /// Made late, and again if that failed: a name that cannot be resolved yet must not keep the
  /// service from starting.
  ///
  /// @throws KafkaException if no broker's name can be resolved
  private synchronized Admin admin() {
    if (admin == null) {
      int timeoutMs = (int) settings.timeout().toMillis();
      admin =
          Admin.create(
              settings
                  .brokers()
                  .with(
                      Map.of(
                          AdminClientConfig.CLIENT_ID_CONFIG,
                          "query-log-ends",
                          AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                          timeoutMs,
                          AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                          timeoutMs,
                          AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                          1_000)));
    }
    return admin;
  }
}

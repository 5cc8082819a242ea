package dev.tidemark.projection.runtime;

import dev.tidemark.events.kafka.LogEntry;
import dev.tidemark.projection.batch.Batch;
import dev.tidemark.runtime.tracing.Operation;
import dev.tidemark.runtime.tracing.Operation.Kind;
import dev.tidemark.runtime.tracing.Origin;
import dev.tidemark.runtime.tracing.Tracing;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// The batches of one shard as spans: parts of the traces of the commands that their events come
/// from.
final class BatchSpans {
  private final Operation processing;

  BatchSpans(String views, int shard) {
    this.processing =
        new Operation(
            Kind.CONSUMER,
            "process events",
            Map.ofEntries(
                Map.entry("messaging.system", "kafka"),
                Map.entry("messaging.operation.name", "process"),
                Map.entry("messaging.operation.type", "process"),
                Map.entry("messaging.destination.partition.id", Integer.toString(shard)),
                Map.entry("tidemark.generation", views)));
  }

  <T> T around(Batch batch, Supplier<T> applied) {
    return Tracing.joining(
        processing,
        () -> origins(batch),
        () -> {
          Tracing.note("messaging.batch.message_count", batch.records().size());
          return applied.get();
        });
  }

  private static Stream<Origin> origins(Batch batch) {
    return batch.records().stream()
        .map(each -> each.entry())
        .<Origin>mapMulti((entry, origins) -> {
          if (entry instanceof LogEntry.Recorded(_, var envelope)) {
            String traceparent = envelope.traceparent();
            if (traceparent != null) {
              origins.accept(new Origin(traceparent, envelope.recordedAt()));
            }
          }
        });
  }
}

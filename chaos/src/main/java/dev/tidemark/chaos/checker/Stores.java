package dev.tidemark.chaos.checker;

import dev.tidemark.chaos.history.Resource;
import dev.tidemark.chaos.log.View;
import java.math.BigDecimal;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What the stores hold after a run, once all is quiet. Each goes through everything, one at a
/// time.
public interface Stores {
  /// The rows of a view in PostgreSQL.
  void rows(Resource resource, Consumer<? super Stored> reader);

  /// The values in Redis.
  void cached(Consumer<? super Stored> reader);

  /// The rows of the timeline.
  void timeline(Consumer<? super TimelineRow> reader);

  void sales(Consumer<? super Sale> reader);

  /// How many events could not be folded.
  long parked();

  /// The row or value of something.
  ///
  /// @param offset of the last event in it; for something that is said not to exist, the last
  ///   offset before the position at which its absence was proved
  /// @param view null if it is said not to exist
  /// @param trouble why it cannot be read; empty if it can
  record Stored(Resource resource, String id, long offset, @Nullable View view, String trouble) {}

  /// @param data as JSON
  record TimelineRow(
      Resource resource,
      int partition,
      long offset,
      String id,
      long sequence,
      String type,
      String customer,
      String key,
      String data) {}

  /// @param country empty where none is known
  /// @param month such as `2026-11`
  record Sale(
      String country,
      String month,
      String customer,
      String currency,
      long orders,
      long units,
      BigDecimal revenue,
      BigDecimal refunded) {}
}

package dev.tidemark.projection.repair;

import dev.tidemark.events.EventTopic;
import dev.tidemark.events.value.OrderId;
import dev.tidemark.events.value.SessionId;
import dev.tidemark.events.value.Slot;
import dev.tidemark.events.value.Username;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// What is to be looked at: one customer, one aggregate, what a stretch of the log touches, some
/// aggregates by chance, or all.
///
/// @param topic with a partition and offsets
/// @param fromOffset the first, with `toOffset` as the last
/// @param fromTime when the first event was recorded; `toTime` is behind the last
/// @param sample how many by chance
public record Selection(
    @Nullable Username user,
    @Nullable OrderId order,
    @Nullable SessionId session,
    @Nullable EventTopic topic,
    @Nullable Integer partition,
    @Nullable Long fromOffset,
    @Nullable Long toOffset,
    @Nullable Instant fromTime,
    @Nullable Instant toTime,
    @Nullable Integer sample) {
  public static final Selection ALL =
      new Selection(null, null, null, null, null, null, null, null, null, null);

  /// @throws IllegalArgumentException if it says several things, or half of one
  public Selection {
    long ways =
        IntStream.of(
                user == null ? 0 : 1,
                order == null ? 0 : 1,
                session == null ? 0 : 1,
                topic == null ? 0 : 1,
                fromTime == null && toTime == null ? 0 : 1,
                sample == null ? 0 : 1)
            .sum();
    if (ways > 1) {
      throw new IllegalArgumentException(
          "Expected one of user, order, session, topic, times and sample, but there are several");
    }
    boolean offsets = partition != null || fromOffset != null || toOffset != null;
    if (offsets != (topic != null) || (topic != null && partition == null)) {
      throw new IllegalArgumentException(
          "Expected topic and partition together, with offsets if you like");
    }
  }

  public static Selection sampling(int count) {
    return new Selection(null, null, null, null, null, null, null, null, null, count);
  }

  boolean isAll() {
    return equals(ALL);
  }

  /// Whether all orders of the customers that it touches are looked at, so that sums can be.
  boolean isOfWholeCustomers() {
    return isAll() || user != null;
  }

  /// Whether what it touches must be found by reading a stretch of the log first.
  boolean isStretch() {
    return topic != null || fromTime != null || toTime != null;
  }

  /// @param shards how many there are
  List<Integer> shards(int shards) {
    if (partition != null) {
      return List.of(partition);
    }
    return slot()
        .map(slot -> List.of(slot.shard(shards)))
        .orElseGet(() -> IntStream.range(0, shards).boxed().toList());
  }

  private Optional<Slot> slot() {
    if (user != null) {
      return Optional.of(user.slot());
    }
    if (order != null) {
      return Optional.of(order.slot());
    }
    return session == null ? Optional.empty() : Optional.of(session.slot());
  }
}

package dev.tidemark.views;

import dev.tidemark.events.value.Carrier;
import dev.tidemark.events.value.Reason;
import dev.tidemark.events.value.TrackingCode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How far an order has come, and when.
public record OrderProgress(
    @Nullable Instant paidAt,
    @Nullable Instant shippedAt,
    @Nullable Carrier carrier,
    @Nullable TrackingCode trackingCode,
    @Nullable Instant deliveredAt,
    @Nullable Instant cancelledAt,
    @Nullable Reason cancelReason) {
  public static final OrderProgress NONE =
      new OrderProgress(null, null, null, null, null, null, null);

  OrderProgress paid(Instant at) {
    return new OrderProgress(
        at, shippedAt, carrier, trackingCode, deliveredAt, cancelledAt, cancelReason);
  }

  OrderProgress shipped(Instant at, @Nullable Carrier by, @Nullable TrackingCode code) {
    return new OrderProgress(paidAt, at, by, code, deliveredAt, cancelledAt, cancelReason);
  }

  OrderProgress delivered(Instant at) {
    return new OrderProgress(
        paidAt, shippedAt, carrier, trackingCode, at, cancelledAt, cancelReason);
  }

  OrderProgress cancelled(Instant at, @Nullable Reason reason) {
    return new OrderProgress(paidAt, shippedAt, carrier, trackingCode, deliveredAt, at, reason);
  }
}

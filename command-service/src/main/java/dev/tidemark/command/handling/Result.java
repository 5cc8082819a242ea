package dev.tidemark.command.handling;

import dev.tidemark.command.aggregates.order.Order;
import dev.tidemark.events.OrderEvent;
import dev.tidemark.events.SessionEvent;
import dev.tidemark.events.SessionEvent.SessionEnded;
import dev.tidemark.events.SessionEvent.SessionExpired;
import dev.tidemark.events.SessionEvent.SessionStarted;
import dev.tidemark.events.SessionEvent.SessionTouched;
import dev.tidemark.events.UserEvent;
import dev.tidemark.events.value.Amount;
import dev.tidemark.events.value.CurrencyCode;
import dev.tidemark.events.value.OrderId;
import dev.tidemark.events.value.SessionId;
import dev.tidemark.events.value.Username;
import java.time.Instant;

/// What a client is told of a command that is done, beside the aggregate's version.
///
/// The `to…` functions make it from an event and the state that the event led to, and from nothing
/// else: so a replay of the log finds the very answer that was given.
public sealed interface Result {
  record Registered(Username username) implements Result {}

  record UserChanged(Username username) implements Result {}

  record Started(SessionId sessionId, Instant expiresAt) implements Result {}

  record Touched(SessionId sessionId, Instant expiresAt) implements Result {}

  record Over(SessionId sessionId) implements Result {}

  record Placed(OrderId orderId, Amount total, CurrencyCode currency) implements Result {}

  record Advanced(OrderId orderId) implements Result {}

  /// @param refunded the total so far
  record Refunded(OrderId orderId, Amount refunded) implements Result {}

  static Result to(UserEvent event) {
    return switch (event) {
      case UserEvent.UserRegistered(var username, _, _, _) -> new Registered(username);
      case UserEvent.UserProfileChanged _,
          UserEvent.UserDeactivated _,
          UserEvent.UserReactivated _ ->
          new UserChanged(event.username());
    };
  }

  static Result to(SessionEvent event) {
    return switch (event) {
      case SessionStarted(var id, _, var expiresAt) -> new Started(id, expiresAt);
      case SessionTouched(var id, _, var expiresAt) -> new Touched(id, expiresAt);
      case SessionEnded _, SessionExpired _ -> new Over(event.sessionId());
    };
  }

  static Result to(OrderEvent event, Order after) {
    return switch (event) {
      case OrderEvent.OrderPlaced(var id, _, _, _, var currency, _, var total) ->
          new Placed(id, total, currency);
      case OrderEvent.OrderPaid _,
          OrderEvent.OrderShipped _,
          OrderEvent.OrderDelivered _,
          OrderEvent.OrderCancelled _ ->
          new Advanced(event.orderId());
      case OrderEvent.OrderRefunded(var id, _, _, _, _) -> new Refunded(id, after.refunded());
    };
  }
}

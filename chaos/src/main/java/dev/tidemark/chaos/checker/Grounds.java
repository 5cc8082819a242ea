package dev.tidemark.chaos.checker;

import dev.tidemark.chaos.history.Command;
import dev.tidemark.chaos.history.Intent;
import dev.tidemark.chaos.history.Resource;
import dev.tidemark.chaos.log.Json;
import dev.tidemark.chaos.log.State;
import dev.tidemark.chaos.log.State.OrderState;
import dev.tidemark.chaos.log.State.SessionState;
import dev.tidemark.chaos.log.State.UserState;
import java.math.BigDecimal;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What must be so for a refusal to be true.
///
/// @param resource whose state it is about: the customer, or the command's target
record Grounds(Resource resource, Condition condition) {
  private interface Condition {
    /// @param state null before the first event, or if it cannot be told
    boolean holds(@Nullable State state, long version);
  }

  boolean hold(@Nullable State state, long version) {
    return condition.holds(state, version);
  }

  /// Null for refusals that state has no part in, such as those of bad input.
  static @Nullable Grounds of(String code, Intent intent) {
    return switch (code) {
      case "not-found" ->
          new Grounds(
              ofCustomer(intent) ? Resource.USER : intent.command().resource(),
              (_, version) -> version == 0);
      case "username-taken" -> new Grounds(Resource.USER, (_, version) -> version > 0);
      case "user-not-active" ->
          new Grounds(
              Resource.USER, (state, _) -> state instanceof UserState user && !user.active());
      case "session-not-active" ->
          new Grounds(
              Resource.SESSION,
              (state, _) -> state instanceof SessionState session && !session.open());
      case "order-not-payable" -> order(of("cancelled"));
      case "order-not-shippable" -> order(of("placed", "cancelled"));
      case "order-not-deliverable" -> order(of("placed", "paid", "cancelled"));
      case "order-not-cancellable" -> order(of("shipped", "delivered"));
      case "order-not-refundable" -> order(order -> order.paid().signum() == 0);
      case "refund-exceeds-paid" -> order(order -> exceeds(intent, order));
      case "amount-not-total" -> order(order -> differs(intent, order));
      case "precondition-failed" ->
          new Grounds(
              ofCustomer(intent) ? Resource.USER : intent.command().resource(),
              (_, version) -> intent.ifMatch() != null && version != intent.ifMatch());
      case String _ -> null;
    };
  }

  /// What is missing may be the customer.
  private static boolean ofCustomer(Intent intent) {
    return intent.command() == Command.START
        || intent.command() == Command.PLACE
        || intent.command().resource() == Resource.USER;
  }

  private static Grounds order(Predicate<OrderState> condition) {
    return new Grounds(
        Resource.ORDER, (state, _) -> state instanceof OrderState order && condition.test(order));
  }

  private static Predicate<OrderState> of(String... statuses) {
    var these = Set.of(statuses);
    return order -> these.contains(order.status());
  }

  private static boolean exceeds(Intent intent, OrderState order) {
    JsonNode body = Json.object(intent.body());
    BigDecimal left = order.paid().subtract(order.refunded());
    return left.signum() == 0
        || (Json.text(body, "amount") != null && Json.decimal(body, "amount").compareTo(left) > 0);
  }

  private static boolean differs(Intent intent, OrderState order) {
    JsonNode body = Json.object(intent.body());
    return Json.decimal(body, "amount").compareTo(order.total()) != 0
        || !order.currency().equals(Json.text(body, "currency"));
  }
}

package dev.tidemark.chaos.checker;

import dev.tidemark.chaos.history.Intent;
import dev.tidemark.chaos.log.Json;
import dev.tidemark.chaos.log.State;
import dev.tidemark.chaos.log.State.OrderState;
import dev.tidemark.chaos.log.State.SessionState;
import dev.tidemark.chaos.log.State.UserState;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Whether what a command wants is so already: then it is answered with success, and makes no
/// event.
final class Wanted {
  private static final Set<String> PAID = Set.of("paid", "shipped", "delivered");
  private static final Set<String> SHIPPED = Set.of("shipped", "delivered");

  private Wanted() {}

  /// @param state what the command's target is; null if there is none
  static boolean isSo(Intent intent, @Nullable State state) {
    return switch (intent.command()) {
      case REGISTER, START, PLACE, REFUND -> false;
      case CHANGE_PROFILE -> state instanceof UserState user && unchanged(intent, user);
      case DEACTIVATE -> state instanceof UserState user && !user.active();
      case REACTIVATE -> state instanceof UserState user && user.active();
      // One that takes effect before the last one extends nothing.
      case TOUCH -> state instanceof SessionState session && session.open();
      case END -> state instanceof SessionState session && !session.open();
      case PAY -> state instanceof OrderState order && PAID.contains(order.status());
      case SHIP -> state instanceof OrderState order && SHIPPED.contains(order.status());
      case DELIVER -> state instanceof OrderState order && order.status().equals("delivered");
      case CANCEL -> state instanceof OrderState order && order.status().equals("cancelled");
    };
  }

  private static boolean unchanged(Intent intent, UserState user) {
    JsonNode body = Json.object(intent.body());
    return same(body, "email", user.email())
        && same(body, "displayName", user.displayName())
        && same(body, "country", user.country());
  }

  private static boolean same(JsonNode body, String field, @Nullable String now) {
    return !Json.has(body, field) || Objects.equals(Json.text(body, field), now);
  }
}

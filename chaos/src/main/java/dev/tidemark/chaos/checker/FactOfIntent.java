package dev.tidemark.chaos.checker;

import dev.tidemark.chaos.history.Intent;
import dev.tidemark.chaos.log.Json;
import dev.tidemark.chaos.log.LogRecord.Fact;
import dev.tidemark.chaos.log.Past;
import dev.tidemark.chaos.log.State;
import dev.tidemark.chaos.log.State.OrderState;
import dev.tidemark.chaos.log.State.SessionState;
import dev.tidemark.chaos.log.State.UserState;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Whether an event is what was wanted by a command: of this type, of this aggregate, with this
/// body.
final class FactOfIntent {
  private static final int TTL_SECONDS_BY_DEFAULT = 1_800;

  private final Intent intent;
  private final Fact fact;
  private final JsonNode body;
  private final JsonNode data;
  private final @Nullable State before;
  private final StringBuilder differences = new StringBuilder();

  private FactOfIntent(Intent intent, Fact fact, Past past) {
    this.intent = intent;
    this.fact = fact;
    this.body = Json.object(intent.body());
    this.data = Json.object(fact.data());
    this.before = past.state(fact.sequence() - 1);
  }

  /// What is not as it was wanted; empty if all is.
  ///
  /// @param past what the event belongs to
  static String differences(Intent intent, Fact fact, Past past) {
    var compared = new FactOfIntent(intent, fact, past);
    compared.compare();
    return compared.differences.toString();
  }

  private void compare() {
    same("the type", intent.command().eventType(), fact.type());
    same("the customer", intent.customer(), fact.customer());
    same("username", intent.customer(), Json.text(data, "username"));
    if (intent.target() != null) {
      same("the aggregate", intent.target(), fact.id());
    }
    if (intent.ifMatch() != null) {
      same("the version before", intent.ifMatch().toString(), String.valueOf(fact.sequence() - 1));
    }
    switch (intent.command()) {
      case REGISTER -> registered();
      case CHANGE_PROFILE -> changed();
      case DEACTIVATE, CANCEL -> copied("reason");
      case REACTIVATE, DELIVER -> {}
      case START -> started();
      case TOUCH -> later();
      case END -> ended();
      case PLACE -> placed();
      case PAY -> paid();
      case SHIP -> {
        copied("carrier");
        copied("trackingCode");
      }
      case REFUND -> refunded();
    }
  }

  private void registered() {
    copied("email");
    copied("displayName");
    copied("country");
  }

  private void changed() {
    if (before instanceof UserState user) {
      changed("email", user.email());
      changed("displayName", user.displayName());
      changed("country", user.country());
    }
  }

  /// Absent keeps, null clears.
  private void changed(String field, @Nullable String old) {
    same(field, Json.has(body, field) ? Json.text(body, field) : old, Json.text(data, field));
  }

  private void started() {
    BigDecimal ttl = Json.decimal(body, "ttlSeconds");
    var lasts = Duration.ofSeconds(ttl.signum() == 0 ? TTL_SECONDS_BY_DEFAULT : ttl.longValue());
    same("expiresAt", fact.occurredAt().plus(lasts).toString(), Json.text(data, "expiresAt"));
  }

  private void later() {
    String expiresAt = Json.text(data, "expiresAt");
    if (before instanceof SessionState session
        && (expiresAt == null || !Instant.parse(expiresAt).isAfter(session.expiresAt()))) {
      same("expiresAt", "after " + session.expiresAt(), expiresAt);
    }
  }

  private void ended() {
    String reason = Json.text(body, "reason");
    String cause = reason == null ? "LOGOUT" : reason.toUpperCase(Locale.ROOT);
    same("cause", cause, Json.text(data, "cause"));
  }

  private void placed() {
    copied("reference");
    copied("currency");
    if (Json.text(body, "country") != null) {
      copied("country");
    }
    same("lines", Json.lines(body.path("lines")), Json.lines(data.path("lines")));
  }

  private void paid() {
    if (before instanceof OrderState order) {
      amount(order.total());
      same("currency", order.currency(), Json.text(data, "currency"));
    }
  }

  private void refunded() {
    copied("reason");
    if (before instanceof OrderState order) {
      String wanted = Json.text(body, "amount");
      amount(wanted == null ? order.paid().subtract(order.refunded()) : Json.decimal(wanted));
      same("currency", order.currency(), Json.text(data, "currency"));
    }
  }

  private void amount(BigDecimal expected) {
    same("amount", Json.plain(expected), Json.plain(Json.decimal(data, "amount")));
  }

  private void copied(String field) {
    same(field, Json.text(body, field), Json.text(data, field));
  }

  private void same(String what, @Nullable String expected, @Nullable String actual) {
    if (!Objects.equals(expected, actual)) {
      differences
          .append(differences.isEmpty() ? "" : "; ")
          .append("expected %s to be %s, but was %s".formatted(what, expected, actual));
    }
  }
}

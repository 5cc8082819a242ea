package dev.tidemark.chaos.log;

import dev.tidemark.chaos.log.LogRecord.Fact;
import dev.tidemark.chaos.log.State.SessionState;
import dev.tidemark.chaos.log.State.UserState;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What one more event makes of a user or session, written anew from what the events mean.
final class Fold {
  private Fold() {}

  /// @param before null before the first event
  static State next(@Nullable State before, Fact fact) throws Unlawful {
    JsonNode data = Json.object(fact.data());
    return switch (fact.resource()) {
      case USER -> user(before instanceof UserState user ? user : null, fact, data);
      case SESSION -> session(before instanceof SessionState session ? session : null, fact, data);
      case ORDER ->
          OrderFold.next(before instanceof State.OrderState order ? order : null, fact, data);
    };
  }

  private static UserState user(@Nullable UserState before, Fact fact, JsonNode data)
      throws Unlawful {
    Instant at = fact.occurredAt();
    if (fact.type().equals("user.registered.v1")) {
      check(before == null, "no user before it is registered", fact);
      return profile(fact, data, true, at);
    }
    if (before == null) {
      throw new Unlawful("Expected a user that was registered, but there is none: " + fact.told());
    }
    return switch (fact.type()) {
      case "user.profile-changed.v1" -> profile(fact, data, before.active(), before.registeredAt());
      case "user.deactivated.v1" -> {
        check(before.active(), "an active user", fact);
        yield activity(before, false, fact);
      }
      case "user.reactivated.v1" -> {
        check(!before.active(), "a user that is not active", fact);
        yield activity(before, true, fact);
      }
      case String _ -> throw unknown(fact);
    };
  }

  private static UserState profile(Fact fact, JsonNode data, boolean active, Instant registeredAt) {
    return new UserState(
        fact.id(),
        active,
        Json.text(data, "email"),
        Json.text(data, "displayName"),
        Json.text(data, "country"),
        registeredAt,
        fact.occurredAt(),
        fact.sequence());
  }

  private static UserState activity(UserState user, boolean active, Fact fact) {
    return new UserState(
        user.username(),
        active,
        user.email(),
        user.displayName(),
        user.country(),
        user.registeredAt(),
        fact.occurredAt(),
        fact.sequence());
  }

  private static SessionState session(@Nullable SessionState before, Fact fact, JsonNode data)
      throws Unlawful {
    Instant at = fact.occurredAt();
    if (fact.type().equals("session.started.v1")) {
      check(before == null, "no session before it is started", fact);
      return new SessionState(
          fact.id(), fact.customer(), "active", at, at, expiry(data, fact), null, null, null, 1);
    }
    if (before == null) {
      throw new Unlawful("Expected a session that was started, but there is none: " + fact.told());
    }
    check(before.open(), "a session that is open", fact);
    return switch (fact.type()) {
      case "session.touched.v1" -> {
        Instant expiresAt = expiry(data, fact);
        check(expiresAt.isAfter(before.expiresAt()), "a later end", fact);
        yield new SessionState(
            before.sessionId(),
            before.username(),
            "active",
            before.startedAt(),
            at,
            expiresAt,
            null,
            null,
            null,
            fact.sequence());
      }
      case "session.ended.v1" -> {
        String cause = Json.text(data, "cause");
        yield over(
            before,
            "ended",
            cause == null ? null : cause.toLowerCase(Locale.ROOT),
            Json.text(data, "reason"),
            fact);
      }
      case "session.expired.v1" -> {
        check(!at.isBefore(before.expiresAt()), "a session whose time is over", fact);
        yield over(before, "expired", null, null, fact);
      }
      case String _ -> throw unknown(fact);
    };
  }

  private static SessionState over(
      SessionState session,
      String status,
      @Nullable String cause,
      @Nullable String reason,
      Fact fact) {
    return new SessionState(
        session.sessionId(),
        session.username(),
        status,
        session.startedAt(),
        session.lastSeenAt(),
        session.expiresAt(),
        fact.occurredAt(),
        cause,
        reason,
        fact.sequence());
  }

  private static Instant expiry(JsonNode data, Fact fact) throws Unlawful {
    String text = Json.text(data, "expiresAt");
    if (text == null) {
      throw new Unlawful("Expected expiresAt, but there is none: " + fact.told());
    }
    return Instant.parse(text);
  }

  static Unlawful unknown(Fact fact) {
    return new Unlawful("Expected an event of a known type, but was " + fact.told());
  }

  static void check(boolean holds, String expected, Fact fact) throws Unlawful {
    if (!holds) {
      throw new Unlawful("Expected " + expected + ", but then came " + fact.told());
    }
  }
}

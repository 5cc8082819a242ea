package dev.tidemark.chaos.log;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a user, session or order is after one of its events.
public sealed interface State {
  /// What readers are to be shown of it.
  View view();

  record UserState(
      String username,
      boolean active,
      @Nullable String email,
      @Nullable String displayName,
      @Nullable String country,
      Instant registeredAt,
      Instant updatedAt,
      long version)
      implements State {
    @Override
    public View view() {
      var fields = new TreeMap<String, String>();
      fields.put("username", username);
      fields.put("status", active ? "active" : "inactive");
      State.put(fields, "email", email);
      State.put(fields, "displayName", displayName);
      State.put(fields, "country", country);
      fields.put("registeredAt", Json.moment(registeredAt));
      fields.put("updatedAt", Json.moment(updatedAt));
      fields.put("version", Long.toString(version));
      return new View(fields);
    }
  }

  /// @param status `active`, `ended` or `expired`, as recorded
  record SessionState(
      String sessionId,
      String username,
      String status,
      Instant startedAt,
      Instant lastSeenAt,
      Instant expiresAt,
      @Nullable Instant endedAt,
      @Nullable String endCause,
      @Nullable String reason,
      long version)
      implements State {
    public boolean open() {
      return status.equals("active");
    }

    @Override
    public View view() {
      var fields = new TreeMap<String, String>();
      fields.put("sessionId", sessionId);
      fields.put("username", username);
      fields.put("status", status);
      fields.put("startedAt", Json.moment(startedAt));
      fields.put("lastSeenAt", Json.moment(lastSeenAt));
      fields.put("expiresAt", Json.moment(expiresAt));
      State.put(fields, "endedAt", endedAt == null ? null : Json.moment(endedAt));
      State.put(fields, "endCause", endCause);
      State.put(fields, "reason", reason);
      fields.put("version", Long.toString(version));
      return new View(fields);
    }

    /// What readers see of an open session whose time is over, before that is recorded.
    public View overdue() {
      return view().with("status", "expired").with("endedAt", Json.moment(expiresAt));
    }
  }

  /// @param lines as one text
  /// @param progress its fields beside those that every order has, by their names in the view
  record OrderState(
      String orderId,
      String username,
      @Nullable String reference,
      String status,
      @Nullable String country,
      String currency,
      BigDecimal total,
      BigDecimal paid,
      BigDecimal refunded,
      long units,
      int lineCount,
      String lines,
      Instant placedAt,
      Map<String, String> progress,
      Instant updatedAt,
      long version)
      implements State {
    @Override
    public View view() {
      var fields = new TreeMap<>(progress);
      fields.put("orderId", orderId);
      fields.put("username", username);
      State.put(fields, "reference", reference);
      fields.put("status", status);
      State.put(fields, "country", country);
      fields.put("currency", currency);
      fields.put("total", Json.plain(total));
      fields.put("paid", Json.plain(paid));
      fields.put("refunded", Json.plain(refunded));
      fields.put("units", Long.toString(units));
      fields.put("lineCount", Integer.toString(lineCount));
      fields.put("lines", lines);
      fields.put("placedAt", Json.moment(placedAt));
      fields.put("updatedAt", Json.moment(updatedAt));
      fields.put("version", Long.toString(version));
      return new View(fields);
    }
  }

  private static void put(Map<String, String> fields, String name, @Nullable String value) {
    if (value != null) {
      fields.put(name, value);
    }
  }
}

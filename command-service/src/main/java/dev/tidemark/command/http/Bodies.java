package dev.tidemark.command.http;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.tidemark.events.SessionEnd;
import dev.tidemark.events.value.Amount;
import dev.tidemark.events.value.Carrier;
import dev.tidemark.events.value.Country;
import dev.tidemark.events.value.CurrencyCode;
import dev.tidemark.events.value.Description;
import dev.tidemark.events.value.DisplayName;
import dev.tidemark.events.value.EmailAddress;
import dev.tidemark.events.value.InvalidValueException;
import dev.tidemark.events.value.OrderLine;
import dev.tidemark.events.value.Reason;
import dev.tidemark.events.value.Reference;
import dev.tidemark.events.value.Sku;
import dev.tidemark.events.value.TrackingCode;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The bodies of commands, as clients write them. What they refuse has a type of its own here, so
/// that the refusal names the field.
final class Bodies {
  private Bodies() {}

  /// What every body may say.
  interface Body {
    /// When it took effect, if somebody else recorded it; absent: when it is decided.
    @Nullable Instant occurredAt();
  }

  /// The username stands beside it: in the single command's body, or where the bulk has its target.
  record Register(
      @Nullable EmailAddress email,
      @Nullable DisplayName displayName,
      @Nullable Country country,
      @Nullable Instant occurredAt)
      implements Body {}

  /// Null clears a field, absence keeps it.
  record ChangeProfile(
      @Nullable EmailAddress email,
      @Nullable DisplayName displayName,
      @Nullable Country country,
      @Nullable Instant occurredAt)
      implements Body {
    static final List<String> CLEARABLE = List.of("email", "displayName", "country");
  }

  record Plain(@Nullable Instant occurredAt) implements Body {}

  record Reasoned(@Nullable Reason reason, @Nullable Instant occurredAt) implements Body {}

  record StartSession(@Nullable TtlSeconds ttlSeconds, @Nullable Instant occurredAt)
      implements Body {}

  record EndSession(@Nullable Ending reason, @Nullable Instant occurredAt) implements Body {}

  /// @param lines 1 to [#LINES_MAX], which is checked when all of them have been read
  record Place(
      @Nullable Reference reference,
      @Nullable Country country,
      CurrencyCode currency,
      List<Line> lines,
      @Nullable Instant occurredAt)
      implements Body {
    static final int LINES_MAX = 5_000;
  }

  record Pay(@Nullable Amount amount, @Nullable CurrencyCode currency, @Nullable Instant occurredAt)
      implements Body {}

  record Ship(
      @Nullable Carrier carrier, @Nullable TrackingCode trackingCode, @Nullable Instant occurredAt)
      implements Body {}

  record Refund(@Nullable Positive amount, @Nullable Reason reason, @Nullable Instant occurredAt)
      implements Body {}

  /// How long a session lives without a touch.
  record TtlSeconds(@JsonValue int value) {
    static final TtlSeconds BY_DEFAULT = new TtlSeconds(1_800);
    private static final int MIN = 60;
    private static final int MAX = 2_592_000;

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    TtlSeconds {
      if (value < MIN || value > MAX) {
        throw new InvalidValueException(
            "Expected %d to %d seconds, but was %d".formatted(MIN, MAX, value));
      }
    }
  }

  /// Who ended a session, as clients write it: `logout` or `revoked`.
  record Ending(@JsonValue String value) {
    static final Ending BY_DEFAULT = new Ending("logout");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    Ending {
      if (!value.equals("logout") && !value.equals("revoked")) {
        throw new InvalidValueException("Expected logout or revoked, but was something else");
      }
    }

    SessionEnd cause() {
      return SessionEnd.valueOf(value.toUpperCase(Locale.ROOT));
    }
  }

  record Line(Sku sku, @Nullable Description description, Quantity quantity, Positive unitPrice) {
    private static final Description NONE = new Description("");

    OrderLine toOrderLine() {
      return new OrderLine(
          sku, description == null ? NONE : description, quantity.value(), unitPrice.value());
    }
  }

  record Quantity(@JsonValue int value) {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    Quantity {
      if (value < 1 || value > OrderLine.QUANTITY_MAX) {
        throw new InvalidValueException(
            "Expected a quantity from 1 to %d, but was %d"
                .formatted(OrderLine.QUANTITY_MAX, value));
      }
    }
  }

  record Positive(@JsonValue Amount value) {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    Positive {
      if (value.isZero()) {
        throw new InvalidValueException("Expected an amount above 0, but was 0");
      }
    }
  }
}

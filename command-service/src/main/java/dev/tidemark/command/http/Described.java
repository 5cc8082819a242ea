package dev.tidemark.command.http;

import static java.util.Objects.requireNonNull;

import dev.tidemark.events.codec.ValueSchemas;
import dev.tidemark.events.value.Amount;
import dev.tidemark.events.value.Country;
import dev.tidemark.events.value.CurrencyCode;
import dev.tidemark.events.value.DisplayName;
import dev.tidemark.events.value.EmailAddress;
import dev.tidemark.events.value.OrderId;
import dev.tidemark.events.value.OrderLine;
import dev.tidemark.events.value.SessionId;
import dev.tidemark.events.value.Username;
import dev.tidemark.runtime.api.Description;
import dev.tidemark.runtime.api.Description.Answered;
import dev.tidemark.runtime.api.Parameter;
import dev.tidemark.runtime.api.Shape;
import dev.tidemark.runtime.http.Answer;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What the routes of commands say of themselves.
final class Described {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private static final Shape REGISTERING =
      new Shape.Fields(
          "RegisterUser",
          Map.of("username", Shape.of(Username.class)),
          Map.of(
              "email", Shape.of(EmailAddress.class),
              "displayName", Shape.of(DisplayName.class),
              "country", Shape.of(Country.class),
              "occurredAt", Shape.of(Instant.class)));

  private static final Shape LINE =
      new Shape.Fields(
          "BulkAnswerLine",
          Map.of(
              "line",
              Shape.of(int.class),
              "status",
              Shape.of(int.class),
              "body",
              Shape.of(ObjectNode.class)),
          Map.of(
              "idempotencyKey", Shape.text(),
              "version", Shape.of(long.class),
              "token", Shape.text(),
              "replayed", Shape.of(boolean.class)));

  private Described() {}

  static Description of(Verb verb) {
    Description all =
        Description.of(summary(verb))
            .with(key(verb))
            .with(
                Parameter.header("If-Match", Shape.text(), "Only if it has this version, as \"3\""),
                Parameter.header(
                    CommandHeaders.TIMEOUT, Shape.text(), "Seconds for which the client waits"),
                Parameter.header("X-Correlation-Id", Shape.text(), "Copied into the event"),
                Parameter.header("X-Causation-Id", Shape.text(), "Copied into the event"))
            .takes(body(verb))
            .says("ETag", "The version")
            .says("Consistency-Token", "Reads that carry it answer from no earlier")
            .says("Idempotency-Replayed", "true if this is the first answer, given again")
            .refuses(400, 409, 412, 413, 415, 422, 503);
    return answered(verb == Verb.OfUser.REGISTER ? all : all.refuses(404).with(target(verb)), verb);
  }

  /// Its target and its reason stand in the path and in the query.
  static Description endSession() {
    return of(Verb.OfSession.END)
        .with(
            Parameter.query(
                "reason", new Shape.OneOf(List.of("logout", "revoked")), "logout if absent"));
  }

  static Description many() {
    return Description.of("Up to 1,000 commands, one a line")
        .takes(Shape.of(BulkLine.class))
        .answers(200, new Answered("One outcome a line", Answer.NDJSON, Optional.of(LINE)))
        .says("Consistency-Token", "Covers all of them")
        .refuses(400, 413, 415, 503);
  }

  /// The schemas of what is a plain value in JSON.
  static Map<Class<?>, ObjectNode> values() {
    Map<Class<?>, ObjectNode> values = new LinkedHashMap<>(ValueSchemas.all());
    values.put(Bodies.TtlSeconds.class, whole(60, 2_592_000));
    values.put(Bodies.Quantity.class, whole(1, OrderLine.QUANTITY_MAX));
    values.put(Bodies.Positive.class, requireNonNull(values.get(Amount.class)).deepCopy());
    values.put(Bodies.Ending.class, plain("string"));
    values.put(BulkLine.OwnKey.class, plain("string"));
    values.put(BulkLine.Printable.class, plain("string"));
    values.put(BulkLine.Version.class, plain("integer"));
    values.put(ObjectNode.class, plain("object"));
    return values;
  }

  private static Parameter key(Verb verb) {
    Parameter key =
        Parameter.header(
            CommandHeaders.KEY, Shape.text(), "Names one intention: the same key, the same answer");
    return verb.creates() ? key.mandatory() : key;
  }

  private static Parameter target(Verb verb) {
    return switch (BulkLine.targetField(verb)) {
      case "username" -> Parameter.path("username", Username.class, "The user's name");
      case "sessionId" -> Parameter.path("id", SessionId.class, "The session's id");
      case String _ -> Parameter.path("id", OrderId.class, "The order's id");
    };
  }

  private static String summary(Verb verb) {
    return switch (verb) {
      case Verb.OfUser ofUser ->
          switch (ofUser) {
            case REGISTER -> "Register a user";
            case CHANGE_PROFILE -> "Change a user's profile; null clears a field, absence keeps it";
            case DEACTIVATE -> "Deactivate a user";
            case REACTIVATE -> "Reactivate a user";
          };
      case Verb.OfSession ofSession ->
          switch (ofSession) {
            case START -> "Start a session";
            case TOUCH -> "Extend a session";
            case END -> "End a session";
          };
      case Verb.OfOrder ofOrder ->
          switch (ofOrder) {
            case PLACE -> "Place an order";
            case PAY -> "Pay an order";
            case SHIP -> "Ship an order";
            case DELIVER -> "Deliver an order";
            case CANCEL -> "Cancel an order";
            case REFUND -> "Refund an order, whole or in part";
          };
    };
  }

  private static Shape body(Verb verb) {
    return switch (verb) {
      case Verb.OfUser ofUser ->
          switch (ofUser) {
            case REGISTER -> REGISTERING;
            case CHANGE_PROFILE -> Shape.of(Bodies.ChangeProfile.class);
            case DEACTIVATE -> Shape.of(Bodies.Reasoned.class);
            case REACTIVATE -> Shape.of(Bodies.Plain.class);
          };
      case Verb.OfSession ofSession ->
          switch (ofSession) {
            case START -> Shape.of(Bodies.StartSession.class);
            case TOUCH -> Shape.of(Bodies.Plain.class);
            case END -> Shape.of(Bodies.EndSession.class);
          };
      case Verb.OfOrder ofOrder ->
          switch (ofOrder) {
            case PLACE -> Shape.of(Bodies.Place.class);
            case PAY -> Shape.of(Bodies.Pay.class);
            case SHIP -> Shape.of(Bodies.Ship.class);
            case DELIVER -> Shape.of(Bodies.Plain.class);
            case CANCEL -> Shape.of(Bodies.Reasoned.class);
            case REFUND -> Shape.of(Bodies.Refund.class);
          };
    };
  }

  /// As [Replies] answers it.
  private static Description answered(Description description, Verb verb) {
    var fields = new LinkedHashMap<String, Shape>();
    switch (verb) {
      case Verb.OfUser _ -> fields.put("username", Shape.of(Username.class));
      case Verb.OfSession ofSession -> {
        fields.put("sessionId", Shape.of(SessionId.class));
        if (ofSession == Verb.OfSession.START) {
          fields.put("token", Shape.text());
        }
        if (ofSession != Verb.OfSession.END) {
          fields.put("expiresAt", Shape.of(Instant.class));
        }
      }
      case Verb.OfOrder ofOrder -> {
        fields.put("orderId", Shape.of(OrderId.class));
        if (ofOrder == Verb.OfOrder.PLACE) {
          fields.put("total", Shape.of(Amount.class));
          fields.put("currency", Shape.of(CurrencyCode.class));
        }
        if (ofOrder == Verb.OfOrder.REFUND) {
          fields.put("refunded", Shape.of(Amount.class));
        }
      }
    }
    fields.put("version", Shape.of(long.class));
    String name = "Done." + verb.label();
    int status = verb.creates() ? 201 : 200;
    return description.answers(status, "Done", new Shape.Fields(name, fields, Map.of()));
  }

  private static ObjectNode whole(long min, long max) {
    return plain("integer").put("minimum", min).put("maximum", max);
  }

  private static ObjectNode plain(String type) {
    return MAPPER.createObjectNode().put("type", type);
  }
}

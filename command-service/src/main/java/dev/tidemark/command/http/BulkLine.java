package dev.tidemark.command.http;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.tidemark.command.handling.CommandRequest.Trace;
import dev.tidemark.command.handling.Precondition;
import dev.tidemark.command.http.CommandRequests.Circumstances;
import dev.tidemark.events.value.CommandId;
import dev.tidemark.events.value.InvalidValueException;
import dev.tidemark.runtime.problem.Problem;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// One command of many, as clients write it: what a single command has in its path and headers
/// stands beside its body.
///
/// @param command a [Verb] by its label
/// @param username the target of a command for a user; likewise the two after it
record BulkLine(
    String command,
    OwnKey idempotencyKey,
    @Nullable Version ifMatch,
    @Nullable Printable correlationId,
    @Nullable Printable causationId,
    @Nullable String username,
    @Nullable String sessionId,
    @Nullable String orderId,
    @Nullable ObjectNode body) {

  record OwnKey(@JsonValue CommandId value) {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    OwnKey {
      CommandHeaders.ownKey(value);
    }
  }

  record Version(@JsonValue long value) {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    Version {
      if (value < 1) {
        throw new InvalidValueException("Expected a version from 1 on, but was " + value);
      }
    }
  }

  record Printable(@JsonValue String value) {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    Printable {
      CommandHeaders.printable(value);
    }
  }

  Circumstances circumstances() {
    return new Circumstances(
        idempotencyKey.value(),
        ifMatch == null ? new Precondition.None() : new Precondition.AtVersion(ifMatch.value()),
        new Trace(
            correlationId == null ? null : correlationId.value(),
            causationId == null ? null : causationId.value(),
            null));
  }

  Asked asked() {
    Verb verb =
        Verb.labelled(command)
            .orElseThrow(() ->
                Problem.invalidField("command", "Expected a known command, as order.place")
                    .exception());
    String field = targetField(verb);
    ObjectNode fields = body == null ? JsonNodeFactory.instance.objectNode() : body;
    return new Asked(verb, target(field), field, fields, "body");
  }

  private static String targetField(Verb verb) {
    return switch (verb) {
      case Verb.OfUser _ -> "username";
      case Verb.OfSession ofSession ->
          switch (ofSession) {
            case START -> "username";
            case TOUCH, END -> "sessionId";
          };
      case Verb.OfOrder ofOrder ->
          switch (ofOrder) {
            case PLACE -> "username";
            case PAY, SHIP, DELIVER, CANCEL, REFUND -> "orderId";
          };
    };
  }

  /// The one target that the verb has; another one beside it is a mistake.
  private String target(String field) {
    String target = null;
    for (Named named :
        new Named[] {
          new Named("username", username),
          new Named("sessionId", sessionId),
          new Named("orderId", orderId)
        }) {
      if (named.name().equals(field)) {
        target = named.value();
      } else if (named.value() != null) {
        throw Problem.invalidField(named.name(), "Expected none for " + command).exception();
      }
    }
    if (target == null) {
      throw Problem.invalidField(field, "Expected one for " + command + ", but it is absent")
          .exception();
    }
    return target;
  }

  private record Named(String name, @Nullable String value) {}
}

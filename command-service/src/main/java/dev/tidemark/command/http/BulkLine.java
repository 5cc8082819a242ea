package dev.tidemark.command.http;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.tidemark.command.handling.CommandRequest.Trace;
import dev.tidemark.command.handling.Precondition;
import dev.tidemark.command.http.CommandRequests.Circumstances;
import dev.tidemark.events.value.CommandId;
import dev.tidemark.events.value.InvalidValueException;
import dev.tidemark.runtime.problem.Problem;
import dev.tidemark.runtime.tracing.Tracing;
import java.util.Objects;
import java.util.stream.Stream;
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
            Tracing.traceparent()));
  }

  Asked asked() {
    Verb verb =
        Verb.labelled(command)
            .orElseThrow(() ->
                Problem.invalidField("command", "Expected a known command, as order.place")
                    .exception());
    ObjectNode fields = body == null ? JsonNodeFactory.instance.objectNode() : body;
    if (verb == Verb.OfUser.REGISTER) {
      return registering(fields);
    }
    String field = targetField(verb);
    return new Asked(verb, target(field), field, fields, "body");
  }

  /// The single command has the username in its body, and so has this one.
  private Asked registering(ObjectNode fields) {
    requireNoTargetBut("");
    var username = fields.remove("username");
    if (username == null || !username.isString()) {
      throw Problem.invalidField("body.username", "Expected a username, as a string").exception();
    }
    return new Asked(Verb.OfUser.REGISTER, username.stringValue(), "body.username", fields, "body");
  }

  static String targetField(Verb verb) {
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
    requireNoTargetBut(field);
    return targets()
        .filter(target -> target.name().equals(field))
        .map(Named::value)
        .filter(Objects::nonNull)
        .findFirst()
        .orElseThrow(() ->
            Problem.invalidField(field, "Expected one for " + command + ", but it is absent")
                .exception());
  }

  private void requireNoTargetBut(String field) {
    targets()
        .filter(target -> target.value() != null && !target.name().equals(field))
        .findFirst()
        .ifPresent(target -> {
          throw Problem.invalidField(target.name(), "Expected none for " + command).exception();
        });
  }

  private Stream<Named> targets() {
    return Stream.of(
        new Named("username", username),
        new Named("sessionId", sessionId),
        new Named("orderId", orderId));
  }

  private record Named(String name, @Nullable String value) {}
}

package dev.tidemark.chaos.checker;

import dev.tidemark.chaos.history.Command;
import dev.tidemark.chaos.history.Outcome.Acknowledged;
import dev.tidemark.chaos.log.Json;
import dev.tidemark.chaos.log.LogRecord.Fact;
import dev.tidemark.chaos.log.Past;
import dev.tidemark.chaos.log.State.OrderState;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Whether an answer is the one that an event stands for.
final class AnswerOfFact {
  private static final int OK = 200;
  private static final int CREATED = 201;

  private final StringBuilder differences = new StringBuilder();

  private AnswerOfFact() {}

  /// What is not as the event has it; empty if all is.
  ///
  /// @param past what the event belongs to
  static String differences(Command command, Acknowledged answer, Fact fact, Past past) {
    var compared = new AnswerOfFact();
    compared.compare(command, answer, fact, past);
    return compared.differences.toString();
  }

  private void compare(Command command, Acknowledged answer, Fact fact, Past past) {
    JsonNode body = Json.object(answer.body());
    JsonNode data = Json.object(fact.data());
    int status = command.creating() || command == Command.REFUND ? CREATED : OK;
    same("the status", String.valueOf(status), String.valueOf(answer.status()));
    same("the ETag", String.valueOf(fact.sequence()), String.valueOf(answer.version()));
    same("version", String.valueOf(fact.sequence()), Json.text(body, "version"));
    OptionalLong offset = Tokens.offset(answer.token(), fact.resource(), fact.partition());
    same(
        "the token's position",
        String.valueOf(fact.offset()),
        offset.isPresent() ? String.valueOf(offset.getAsLong()) : null);
    String id =
        switch (fact.resource()) {
          case USER -> "username";
          case SESSION -> "sessionId";
          case ORDER -> "orderId";
        };
    same(id, fact.id(), Json.text(body, id));
    switch (command) {
      case START, TOUCH ->
          same("expiresAt", Json.text(data, "expiresAt"), Json.text(body, "expiresAt"));
      case PLACE -> {
        same("total", Json.text(data, "total"), Json.text(body, "total"));
        same("currency", Json.text(data, "currency"), Json.text(body, "currency"));
      }
      case REFUND -> {
        if (past.state(fact.sequence()) instanceof OrderState order) {
          same(
              "refunded", Json.plain(order.refunded()), Json.plain(Json.decimal(body, "refunded")));
        }
      }
      case REGISTER, CHANGE_PROFILE, DEACTIVATE, REACTIVATE, END -> {}
      case PAY, SHIP, DELIVER, CANCEL -> {}
    }
  }

  private void same(String what, @Nullable String expected, @Nullable String actual) {
    if (!Objects.equals(expected, actual)) {
      differences
          .append(differences.isEmpty() ? "" : "; ")
          .append("expected %s to be %s, but was %s".formatted(what, expected, actual));
    }
  }
}

package dev.tidemark.chaos.load;

import dev.tidemark.chaos.edge.Answer;
import dev.tidemark.chaos.history.Command;
import dev.tidemark.chaos.history.Intent;
import dev.tidemark.chaos.history.Outcome;
import dev.tidemark.chaos.history.Resource;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Commands and answers as they go over the wire.
final class Wire {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Pattern ETAG = Pattern.compile("(?:W/)?\"(\\d+)\"");

  private Wire() {}

  static String method(Command command) {
    return switch (command) {
      case CHANGE_PROFILE -> "PATCH";
      case END -> "DELETE";
      case REGISTER,
          DEACTIVATE,
          REACTIVATE,
          START,
          TOUCH,
          PLACE,
          PAY,
          SHIP,
          DELIVER,
          CANCEL,
          REFUND ->
          "POST";
    };
  }

  static String path(Intent intent) {
    String user = "/v1/users/" + intent.customer();
    return switch (intent.command()) {
      case REGISTER -> "/v1/users";
      case CHANGE_PROFILE -> user;
      case DEACTIVATE -> user + "/deactivation";
      case REACTIVATE -> user + "/reactivation";
      case START -> user + "/sessions";
      case TOUCH -> "/v1/sessions/" + intent.target() + "/touch";
      case END ->
          "/v1/sessions/" + intent.target() + "?reason=" + text(json(intent.body()), "reason");
      case PLACE -> user + "/orders";
      case PAY -> "/v1/orders/" + intent.target() + "/payment";
      case SHIP -> "/v1/orders/" + intent.target() + "/shipment";
      case DELIVER -> "/v1/orders/" + intent.target() + "/delivery";
      case CANCEL -> "/v1/orders/" + intent.target() + "/cancellation";
      case REFUND -> "/v1/orders/" + intent.target() + "/refunds";
    };
  }

  static String body(Intent intent) {
    return switch (intent.command()) {
      case END, TOUCH, REACTIVATE, DELIVER -> "";
      case REGISTER, CHANGE_PROFILE, DEACTIVATE, START, PLACE, PAY, SHIP, CANCEL, REFUND ->
          intent.body();
    };
  }

  static Map<String, String> headers(String key, Intent intent) {
    var headers = new HashMap<String, String>();
    headers.put("idempotency-key", key);
    if (!body(intent).isEmpty()) {
      headers.put("content-type", "application/json");
    }
    if (intent.ifMatch() != null) {
      headers.put("if-match", "\"" + intent.ifMatch() + "\"");
    }
    return headers;
  }

  /// The line of a bulk request.
  static String line(String key, Intent intent) {
    var line = JSON.createObjectNode();
    line.put("command", intent.command().text());
    line.put("idempotencyKey", key);
    if (intent.ifMatch() != null) {
      line.put("ifMatch", intent.ifMatch());
    }
    switch (intent.command()) {
      case REGISTER -> {}
      case CHANGE_PROFILE, DEACTIVATE, REACTIVATE, START, PLACE ->
          line.put("username", intent.customer());
      case TOUCH, END -> line.put("sessionId", intent.target());
      case PAY, SHIP, DELIVER, CANCEL, REFUND -> line.put("orderId", intent.target());
    }
    if (!body(intent).isEmpty() || intent.command() == Command.END) {
      line.set("body", json(intent.body()));
    }
    return line.toString();
  }

  static Outcome outcome(Answer answer) {
    int status = answer.status();
    var problem = json(answer.body());
    if (status / 100 == 2) {
      return acknowledged(answer);
    }
    return isRefusal(status)
        ? new Outcome.Refused(status, text(problem, "code"), text(problem, "detail"))
        : new Outcome.Unknown(status + " " + text(problem, "code"));
  }

  /// @param line of a bulk answer
  static Outcome outcome(JsonNode line) {
    int status = line.path("status").asInt();
    var body = line.path("body");
    if (status / 100 == 2) {
      return new Outcome.Acknowledged(
          status,
          body.toString(),
          line.path("version").asLong(),
          text(line, "token"),
          line.path("replayed").asBoolean(false));
    }
    return isRefusal(status)
        ? new Outcome.Refused(status, text(body, "code"), text(body, "detail"))
        : new Outcome.Unknown(status + " " + text(body, "code"));
  }

  /// 429 says when to come again, as 503 does.
  private static boolean isRefusal(int status) {
    return status / 100 == 4 && status != 429;
  }

  private static Outcome acknowledged(Answer answer) {
    return new Outcome.Acknowledged(
        answer.status(),
        answer.body(),
        version(answer),
        answer.header("consistency-token"),
        answer.header("idempotency-replayed").equals("true"));
  }

  /// 0 if it has none.
  static long version(Answer answer) {
    var found = ETAG.matcher(answer.header("etag"));
    return found.matches() ? Long.parseLong(found.group(1)) : 0;
  }

  /// The id that a command was about, or made.
  static String target(Intent intent, Outcome.Acknowledged answer) {
    return switch (intent.command()) {
      case START -> text(json(answer.body()), "sessionId");
      case PLACE -> text(json(answer.body()), "orderId");
      case REGISTER,
          CHANGE_PROFILE,
          DEACTIVATE,
          REACTIVATE,
          TOUCH,
          END,
          PAY,
          SHIP,
          DELIVER,
          CANCEL,
          REFUND ->
          Objects.requireNonNull(intent.target());
    };
  }

  static String path(Resource resource, String id) {
    return switch (resource) {
      case USER -> "/v1/users/" + id;
      case SESSION -> "/v1/sessions/" + id;
      case ORDER -> "/v1/orders/" + id;
    };
  }

  /// Nothing if it is no JSON: an answer that was made by nobody of ours.
  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JacksonException e) {
      return JSON.missingNode();
    }
  }

  private static String text(JsonNode node, String field) {
    return node.path(field).asString("");
  }
}

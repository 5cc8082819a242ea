package dev.tidemark.chaos.checker;

import dev.tidemark.chaos.checker.MadeUpSystem.Thing;
import dev.tidemark.chaos.history.Command;
import dev.tidemark.chaos.history.Intent;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What a made-up system decides by, and what it shows: written as documents that change, and so in
/// another way than the checker has it.
final class Laws {
  private static final JsonMapper MAPPER = JsonMapper.shared();

  private Laws() {}

  static boolean isSo(Command command, String status) {
    return switch (command) {
      case DEACTIVATE -> status.equals("inactive");
      case REACTIVATE -> status.equals("active");
      case PAY -> status.equals("paid") || status.equals("shipped") || status.equals("delivered");
      case SHIP -> status.equals("shipped") || status.equals("delivered");
      case DELIVER -> status.equals("delivered");
      case CANCEL -> status.equals("cancelled");
      case END -> !status.equals("active");
      case REGISTER, CHANGE_PROFILE, START, TOUCH, PLACE, REFUND -> false;
    };
  }

  /// The code of the refusal; empty if nothing speaks against it.
  static String against(Command command, ObjectNode view, String user) {
    String status = view.get("status").asString();
    return switch (command) {
      case PAY -> status.equals("placed") ? "" : "order-not-payable";
      case SHIP -> status.equals("paid") ? "" : "order-not-shippable";
      case DELIVER -> status.equals("shipped") ? "" : "order-not-deliverable";
      case CANCEL ->
          status.equals("placed") || status.equals("paid") ? "" : "order-not-cancellable";
      case REFUND -> {
        if (amount(view, "paid").signum() == 0) {
          yield "order-not-refundable";
        }
        boolean left = amount(view, "paid").compareTo(amount(view, "refunded")) > 0;
        yield left ? "" : "refund-exceeds-paid";
      }
      case TOUCH -> {
        if (!user.equals("active")) {
          yield "user-not-active";
        }
        yield status.equals("active") ? "" : "session-not-active";
      }
      case REGISTER, CHANGE_PROFILE, DEACTIVATE, REACTIVATE, START, END, PLACE -> "";
    };
  }

  static ObjectNode data(Intent intent, Thing thing, ObjectNode before, Instant now) {
    var data = MAPPER.createObjectNode();
    var body = (ObjectNode) MAPPER.readTree(intent.body());
    switch (intent.command().resource()) {
      case USER -> {}
      case SESSION -> data.put("sessionId", thing.id);
      case ORDER -> data.put("orderId", thing.id);
    }
    data.put("username", thing.customer);
    switch (intent.command()) {
      case REGISTER, SHIP, CANCEL, DEACTIVATE -> data.setAll(body);
      case CHANGE_PROFILE -> {
        for (String field : new String[] {"email", "displayName", "country"}) {
          var value = body.has(field) ? body.get(field) : before.get(field);
          if (value != null && !value.isNull()) {
            data.set(field, value);
          }
        }
      }
      case START, TOUCH -> data.put("expiresAt", now.plusSeconds(3600).toString());
      case END -> data.put("cause", "LOGOUT");
      case PLACE -> {
        data.setAll(body);
        data.put("total", "12.50");
      }
      case PAY -> data.put("amount", "12.50").put("currency", "GBP");
      case REFUND -> {
        data.put("amount", body.get("amount").asString()).put("currency", "GBP");
      }
      case REACTIVATE, DELIVER -> {}
    }
    return data;
  }

  static String answer(Command command, Thing thing, ObjectNode data) {
    var answer = MAPPER.createObjectNode();
    switch (thing.resource) {
      case USER -> answer.put("username", thing.id);
      case SESSION -> answer.put("sessionId", thing.id);
      case ORDER -> answer.put("orderId", thing.id);
    }
    if (data.has("expiresAt")) {
      answer.set("expiresAt", data.get("expiresAt"));
    }
    if (command == Command.PLACE) {
      answer.put("total", "12.50").put("currency", "GBP");
    }
    if (command == Command.REFUND) {
      answer.set("refunded", thing.view().get("refunded"));
    }
    return answer.put("version", thing.facts.size()).toString();
  }

  static ObjectNode view(
      Command command, ObjectNode before, ObjectNode data, Instant now, int version) {
    var view = before.deepCopy();
    String at = now.toString();
    switch (command) {
      case REGISTER -> view.setAll(data).put("status", "active").put("registeredAt", at);
      case CHANGE_PROFILE -> {
        view.remove(List.of("email", "displayName", "country"));
        view.setAll(data);
      }
      case DEACTIVATE -> view.put("status", "inactive");
      case REACTIVATE -> view.put("status", "active");
      case START ->
          view.setAll(data).put("status", "active").put("startedAt", at).put("lastSeenAt", at);
      case TOUCH -> view.put("lastSeenAt", at).set("expiresAt", data.get("expiresAt"));
      case END -> view.put("status", "ended").put("endedAt", at).put("endCause", "logout");
      case PLACE -> {
        view.setAll(data).put("status", "placed").put("paid", "0.00").put("refunded", "0.00");
        view.put("units", 5).put("lineCount", 1).put("placedAt", at);
        view.putObject("progress");
      }
      case PAY -> view.put("status", "paid").put("paid", "12.50");
      case SHIP -> view.put("status", "shipped");
      case DELIVER -> view.put("status", "delivered");
      case CANCEL -> view.put("status", "cancelled");
      case REFUND -> view.put("refunded", amount(view, "refunded").add(amount(data)).toString());
    }
    if (view.has("progress")) {
      progress(command, (ObjectNode) view.get("progress"), data, at);
    }
    if (!view.has("sessionId")) {
      view.put("updatedAt", at);
    }
    return view.put("version", version);
  }

  private static void progress(Command command, ObjectNode progress, ObjectNode data, String at) {
    switch (command) {
      case PAY -> progress.put("paidAt", at);
      case SHIP -> progress.put("shippedAt", at).set("carrier", data.get("carrier"));
      case DELIVER -> progress.put("deliveredAt", at);
      case CANCEL -> progress.put("cancelledAt", at).set("cancelReason", data.get("reason"));
      case REGISTER, CHANGE_PROFILE, DEACTIVATE, REACTIVATE -> {}
      case START, TOUCH, END, PLACE, REFUND -> {}
    }
  }

  private static BigDecimal amount(ObjectNode data) {
    return amount(data, "amount");
  }

  private static BigDecimal amount(ObjectNode object, String field) {
    return new BigDecimal(object.get(field).asString());
  }
}

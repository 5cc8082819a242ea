package dev.tidemark.operator.load;

import dev.tidemark.events.value.OrderLine;
import java.time.Instant;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Steps as lines of the bulk API. A step has the same key whenever and wherever it is sent, so
/// whatever is sent again is applied once.
final class Commands {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String CURRENCY = "GBP";

  private Commands() {}

  static String name(Step step) {
    return switch (step) {
      case Step.Register _ -> "user.register";
      case Step.Place _ -> "order.place";
      case Step.Pay _ -> "order.pay";
      case Step.Refund _ -> "order.refund";
    };
  }

  static String key(Step step) {
    return switch (step) {
      case Step.Register register -> "retail-register-" + register.order().customer();
      case Step.Place place -> "retail-place-" + place.order().invoice();
      case Step.Pay pay -> "retail-pay-" + pay.order().invoice();
      case Step.Refund refund -> "retail-refund-" + refund.line();
    };
  }

  /// @param orderId of the step's order once it was placed; before, anything
  static String line(Step step, String orderId) {
    var line = JSON.createObjectNode();
    line.put("command", name(step)).put("idempotencyKey", key(step));
    switch (step) {
      case Step.Register register -> register(line.putObject("body"), register.order());
      case Step.Place place -> {
        line.put("username", place.order().customer().toString());
        place(line.putObject("body"), place.order());
      }
      case Step.Pay pay -> {
        line.put("orderId", orderId);
        at(line.putObject("body"), pay.order().at());
      }
      case Step.Refund refund -> {
        line.put("orderId", orderId);
        refund(line.putObject("body"), refund);
      }
    }
    return JSON.writeValueAsString(line);
  }

  private static void register(ObjectNode body, RetailOrder order) {
    body.put("username", order.customer().toString()).put("country", order.country().toString());
    at(body, order.at());
  }

  private static void place(ObjectNode body, RetailOrder order) {
    body.put("reference", order.invoice().toString())
        .put("country", order.country().toString())
        .put("currency", CURRENCY);
    at(body, order.at());
    var lines = body.putArray("lines");
    for (OrderLine line : order.lines()) {
      lines
          .addObject()
          .put("sku", line.sku().toString())
          .put("description", line.description().toString())
          .put("quantity", line.quantity())
          .put("unitPrice", line.unitPrice().toString());
    }
  }

  private static void refund(ObjectNode body, Step.Refund refund) {
    var credit = refund.credit();
    body.put("amount", credit.price().times(credit.quantity()).toString())
        .put("reason", "Credit note " + credit.invoice());
    at(body, credit.at());
  }

  private static void at(ObjectNode body, Instant at) {
    body.put("occurredAt", at.toString());
  }
}

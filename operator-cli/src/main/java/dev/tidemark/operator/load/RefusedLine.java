package dev.tidemark.operator.load;

import dev.tidemark.operator.load.Judged.Credited;
import dev.tidemark.operator.load.Judged.Refused;

/// A line of the file that came to nothing.
///
/// @param reason as counted in the summary
/// @param detail for people
record RefusedLine(long line, String reason, String detail) {
  /// How the reasons of credit notes start for which no refund is asked.
  static final String REFUND = "REFUND_";

  /// By the intake. A credit note that breaks another rule says so.
  static RefusedLine by(Refused refused) {
    var reason =
        refused.reason() == refused.rule()
            ? refused.reason().name()
            : REFUND + refused.rule().name();
    return new RefusedLine(refused.line(), reason, refused.detail());
  }

  static RefusedLine withoutOrder(Credited credit) {
    return new RefusedLine(
        credit.line(),
        REFUND + "WITHOUT_ORDER",
        "Expected an earlier order of %s that still holds %d of %s, but there is none"
            .formatted(credit.customer(), credit.quantity(), credit.sku()));
  }

  /// By the system.
  ///
  /// @param code the problem's, such as `refund-exceeds-paid`
  static RefusedLine bySystem(Step step, String code, String detail) {
    return new RefusedLine(step.line(), Commands.name(step) + ": " + code, detail);
  }
}

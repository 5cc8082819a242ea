package dev.tidemark.operator.load;

import dev.tidemark.events.value.Amount;
import dev.tidemark.events.value.Country;
import dev.tidemark.events.value.OrderLine;
import dev.tidemark.events.value.Reference;
import dev.tidemark.events.value.Sku;
import dev.tidemark.events.value.Username;
import java.time.Instant;

/// What the intake says of a line.
sealed interface Judged {
  LineReason reason();

  /// A line of an order.
  record Accepted(
      long line, Reference invoice, Username customer, Country country, Instant at, OrderLine goods)
      implements Judged {
    @Override
    public LineReason reason() {
      return LineReason.ACCEPTED;
    }
  }

  /// Goods that came back.
  ///
  /// @param price of one, as it was credited
  record Credited(
      long line,
      Reference invoice,
      Username customer,
      Sku sku,
      int quantity,
      Amount price,
      Instant at)
      implements Judged {
    @Override
    public LineReason reason() {
      return LineReason.CREDIT_NOTE;
    }
  }

  /// Nothing is sent for this line.
  ///
  /// @param reason what the line counts as; for a credit note that cannot be refunded still
  ///   [LineReason#CREDIT_NOTE]
  /// @param rule what it broke
  record Refused(long line, LineReason reason, LineReason rule, String detail) implements Judged {}
}

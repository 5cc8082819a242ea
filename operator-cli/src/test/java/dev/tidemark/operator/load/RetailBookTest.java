package dev.tidemark.operator.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetailBookTest {
  @TempDir private Path folder;

  @Test
  void everyLineCountsOnce() throws IOException {
    assertThat(odd().linesByReason())
        .isEqualTo(
            Map.of(
                LineReason.ACCEPTED, 5L,
                LineReason.NO_CUSTOMER, 1L,
                LineReason.CREDIT_NOTE, 4L,
                LineReason.ADJUSTMENT_INVOICE, 1L,
                LineReason.BAD_QUANTITY, 1L,
                LineReason.BAD_PRICE, 1L,
                LineReason.UNREADABLE, 1L));
  }

  @Test
  void aCustomersStepsFollowTheFile() throws IOException {
    assertThat(odd().customers().stream().map(steps -> steps.stream().map(Commands::key).toList()))
        .containsExactly(
            List.of(
                "retail-register-c501",
                "retail-place-90001",
                "retail-pay-90001",
                "retail-place-90004",
                "retail-pay-90004",
                "retail-refund-11"),
            List.of(
                "retail-register-c502",
                "retail-place-90002",
                "retail-pay-90002",
                "retail-refund-8",
                "retail-refund-10"));
  }

  @Test
  void anInvoiceNeedNotStandTogetherAndKeepsItsRepeatedLines() throws IOException {
    var first = odd().customers().iterator().next().get(1);

    assertThat(Commands.line(first, ""))
        .isEqualTo(
            """
            {"command":"order.place","idempotencyKey":"retail-place-90001","username":"c501",\
            "body":{"reference":"90001","country":"France","currency":"GBP",\
            "occurredAt":"2024-01-05T09:00:00Z","lines":[\
            {"sku":"A1","description":"RECORD \\"7 INCH\\" £ ","quantity":6,"unitPrice":"2.095"},\
            {"sku":"a1","description":"","quantity":2,"unitPrice":"1.00"},\
            {"sku":"A1","description":"RECORD \\"7 INCH\\" £ ","quantity":6,"unitPrice":"2.095"}]}}\
            """);
  }

  @Test
  void aCustomerRegistersWithTheCountryOfTheFirstOrder() throws IOException {
    var register = odd().customers().iterator().next().getFirst();

    assertThat(Commands.line(register, ""))
        .isEqualTo(
            """
            {"command":"user.register","idempotencyKey":"retail-register-c501","body":\
            {"username":"c501","country":"France","occurredAt":"2024-01-05T09:00:00Z"}}\
            """);
  }

  @Test
  void aRefundGoesToTheLatestOrderThatStillHoldsTheGoods() throws IOException {
    var refunds =
        odd().customers().stream()
            .flatMap(List::stream)
            .filter(Step.Refund.class::isInstance)
            .toList();

    // The latest order with A1 has only one of it.
    assertThat(refunds)
        .extracting(step -> step.order().invoice().value())
        .containsExactly("90001", "90002", "90002");
    assertThat(Commands.line(refunds.get(1), "an-order"))
        .isEqualTo(
            """
            {"command":"order.refund","idempotencyKey":"retail-refund-8","orderId":"an-order",\
            "body":{"amount":"12.00","reason":"Credit note C90005",\
            "occurredAt":"2024-01-07T10:00:00Z"}}\
            """);
  }

  @Test
  void aCreditForMoreThanIsLeftIsRefusedWithItsLine() throws IOException {
    assertThat(odd().refused())
        .contains(
            new RefusedLine(
                9,
                "REFUND_WITHOUT_ORDER",
                "Expected an earlier order of c502 that still holds 7 of B2, but there is none"))
        .extracting(RefusedLine::line)
        .containsExactly(6L, 9L, 12L, 13L, 14L, 15L);
  }

  private RetailBook odd() throws IOException {
    return RetailBook.read(RetailFiles.write(folder, RetailFiles.ODD));
  }
}

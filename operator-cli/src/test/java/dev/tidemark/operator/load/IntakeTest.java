package dev.tidemark.operator.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.operator.load.Judged.Accepted;
import dev.tidemark.operator.load.Judged.Credited;
import dev.tidemark.operator.load.Judged.Refused;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntakeTest {
  private final Intake intake = new Intake();

  @Test
  void anAcceptedLineKeepsEveryCharacter() {
    var judged = judge("90001", "15056bl", " LAMP 7\" £5 ", "6", "2.095", "17850.0", "EIRE");

    assertThat(judged).isInstanceOf(Accepted.class);
    var line = (Accepted) judged;
    assertThat(line.customer()).hasToString("c17850");
    assertThat(line.at()).isEqualTo(Instant.parse("2024-02-29T08:26:00Z"));
    assertThat(line.goods().sku()).hasToString("15056bl");
    assertThat(line.goods().description()).hasToString(" LAMP 7\" £5 ");
    assertThat(line.goods().unitPrice()).hasToString("2.095");
  }

  @ParameterizedTest
  @CsvSource({
    "A90001, 1, 1.0, 17.0, ADJUSTMENT_INVOICE",
    "A90001, x, x, , ADJUSTMENT_INVOICE",
    "C90001, -1, 1.0, 17.0, CREDIT_NOTE",
    "C90001, 1, 1.0, , CREDIT_NOTE",
    "90001, 0, 0, , NO_CUSTOMER",
    "90001, -5, 0, 17.0, BAD_QUANTITY",
    "90001, 5, 0.0, 17.0, BAD_PRICE",
    "90001, 5, -1.5, 17.0, BAD_PRICE",
    "90001, 5, 1.5, 17.0, ACCEPTED",
    "90001, 5.0, 1.5, 17.0, UNREADABLE",
    "90001, 99999999999, 1.5, 17.0, UNREADABLE",
    "90001, 1000001, 1.5, 17.0, UNREADABLE",
    "90001, 5, 1e3, 17.0, UNREADABLE",
    "90001, 5, 0.00001, 17.0, UNREADABLE",
    "90001, 5, 1.5, 17.5, UNREADABLE",
    "90 001, 5, 1.5, 17.0, UNREADABLE",
    "'', 5, 1.5, 17.0, UNREADABLE",
  })
  void theFirstRuleThatAppliesCounts(
      String invoice, String quantity, String price, String customer, LineReason reason) {
    var customerId = customer == null ? "" : customer;

    assertThat(judge(invoice, "S", "d", quantity, price, customerId, "France").reason())
        .isEqualTo(reason);
  }

  @ParameterizedTest
  @CsvSource({
    "2024-02-30 08:26:00",
    "2024-02-29 24:00:00",
    "2024-02-29",
    "29.02.2024 08:26",
    "''",
  })
  void aTimeThatNeverWasIsRefused(String time) {
    var judged = intake.judge(line("90001", "S", "d", "1", time, "1.0", "17.0", "France"));

    assertThat(judged.reason()).isEqualTo(LineReason.UNREADABLE);
  }

  @Test
  void hostileTextIsRefusedAndShownHarmlessly() {
    var judged = judge("90001", "S", "d", "6\u001b[2J\n" + "9".repeat(100), "1", "17", "France");

    assertThat(((Refused) judged).detail())
        .startsWith("Expected a quantity as a whole number, but was \"6?[2J?999")
        .hasSizeLessThan(120);
    assertThat(judge("90001", "S", "a\u0000b", "6", "1", "17", "France").reason())
        .isEqualTo(LineReason.UNREADABLE);
    assertThat(judge("90001", " S", "d", "6", "1", "17", "France").reason())
        .isEqualTo(LineReason.UNREADABLE);
    assertThat(judge("90001", "S", "d", "6", "1", "17", "<b>").reason())
        .isEqualTo(LineReason.UNREADABLE);
  }

  @Test
  void aCreditNoteGivesBackWhatItTakesAway() {
    var judged = (Credited) judge("C90002", "S", "d", "-3", "1.25", "17.0", "France");

    assertThat(judged.quantity()).isEqualTo(3);
    assertThat(judged.price()).hasToString("1.25");
  }

  @Test
  void aCreditNoteThatBreaksARuleStaysACreditNote() {
    var judged = (Refused) judge("C90002", "S", "d", "-3", "1.25", "", "France");

    assertThat(judged.reason()).isEqualTo(LineReason.CREDIT_NOTE);
    assertThat(judged.rule()).isEqualTo(LineReason.NO_CUSTOMER);
  }

  private Judged judge(
      String invoice,
      String sku,
      String description,
      String quantity,
      String price,
      String customer,
      String country) {
    return intake.judge(
        line(invoice, sku, description, quantity, "2024-02-29 08:26:00", price, customer, country));
  }

  private static CsvLine line(String... fields) {
    return new CsvLine(2, List.of(fields), "");
  }
}

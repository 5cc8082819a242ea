package dev.tidemark.chaos.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.chaos.edge.Answer;
import dev.tidemark.chaos.history.Command;
import dev.tidemark.chaos.history.Intent;
import dev.tidemark.chaos.history.Outcome;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WireTest {
  private static final Intent PAY = new Intent(Command.PAY, "ada", "o1", "{}", 3L);
  private static final Intent END =
      new Intent(Command.END, "ada", "s1", "{\"reason\":\"logout\"}", null);

  @Test
  void theSameIntentGoesByItselfAndInALine() {
    assertThat(Wire.method(Command.PAY) + " " + Wire.path(PAY))
        .isEqualTo("POST /v1/orders/o1/payment");
    assertThat(Wire.headers("k", PAY))
        .containsEntry("if-match", "\"3\"")
        .containsEntry("idempotency-key", "k");
    assertThat(Wire.line("k", PAY))
        .isEqualTo(
            "{\"command\":\"order.pay\",\"idempotencyKey\":\"k\",\"ifMatch\":3,\"orderId\":\"o1\",\"body\":{}}");
  }

  @Test
  void theReasonOfAnEndStandsInItsPathOrInItsLine() {
    assertThat(Wire.path(END)).isEqualTo("/v1/sessions/s1?reason=logout");
    assertThat(Wire.body(END)).isEmpty();
    assertThat(Wire.line("k", END)).contains("\"body\":{\"reason\":\"logout\"}");
  }

  @Test
  void whatWasAcknowledgedHasItsVersionAndItsToken() {
    var answer =
        new Answer(
            200,
            Map.of("etag", "\"2\"", "consistency-token", "AQ", "idempotency-replayed", "true"),
            "{\"orderId\":\"o1\"}");

    assertThat(Wire.outcome(answer))
        .isEqualTo(new Outcome.Acknowledged(200, "{\"orderId\":\"o1\"}", 2, "AQ", true));
  }

  @Test
  void onlyWhatWasDecidedIsRefused() {
    assertThat(Wire.outcome(problem(409, "user-not-active"))).isInstanceOf(Outcome.Refused.class);
    assertThat(Wire.outcome(problem(503, "not-decided"))).isInstanceOf(Outcome.Unknown.class);
    assertThat(Wire.outcome(problem(429, "later"))).isInstanceOf(Outcome.Unknown.class);
    assertThat(Wire.outcome(new Answer(502, Map.of(), "<html>")))
        .isInstanceOf(Outcome.Unknown.class);
  }

  private static Answer problem(int status, String code) {
    return new Answer(status, Map.of(), "{\"code\":\"%s\",\"detail\":\"no\"}".formatted(code));
  }
}

package dev.tidemark.chaos.observed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.chaos.history.Resource;
import dev.tidemark.chaos.log.Json;
import dev.tidemark.chaos.log.View;
import org.junit.jupiter.api.Test;

class StoredFormsTest {
  private static final String VIEW =
      """
      {"orderId":"0199a1b2-c3d4-7b1c-9abc-def012345678","username":"alice","status":"paid",\
      "currency":"GBP","total":"15.30","paid":"15.30","refunded":"0.00","units":6,"lineCount":1,\
      "lines":[{"sku":"tea","description":"","quantity":6,"unitPrice":"2.55"}],\
      "placedAt":"2026-11-24T10:00:00.123Z","progress":{"paidAt":"2026-11-24T10:00:01Z"},\
      "updatedAt":"2026-11-24T10:00:01Z","version":2}\
      """;

  private static final String ROW =
      """
      {"order_id":"0199a1b2-c3d4-7b1c-9abc-def012345678","username":"alice","shard":3,
       "reference":null,"status":"paid","country":null,"currency":"GBP","total":15.3000,
       "paid":15.3000,"refunded":0.0000,"units":6,"line_count":1,
       "lines":[{"sku":"tea","quantity":6,"unitPrice":"2.55","description":""}],
       "placed_at":"2026-11-24T10:00:00.123+00:00","paid_at":"2026-11-24T11:00:01+01:00",
       "shipped_at":null,"delivered_at":null,"cancelled_at":null,"carrier":null,
       "tracking_code":null,"cancel_reason":null,"updated_at":"2026-11-24T10:00:01+00:00",
       "version":2,"source_offset":17}
      """;

  @Test
  void aRowAndAViewOfTheSameAreAlike() {
    var view = View.ofJson(Json.object(VIEW));

    assertThat(view.differences(View.ofRow(Json.object(ROW)))).isEmpty();
  }

  @Test
  void whatDiffersIsNamed() {
    var view = View.ofJson(Json.object(VIEW));
    var row = View.ofRow(Json.object(ROW.replace("\"paid\":15.3000", "\"paid\":15.3100")));

    assertThat(view.differences(row)).isEqualTo("expected paid 15.3, but was 15.31");
  }

  @Test
  void aValueOfTheCacheIsReadWithItsVersion() {
    var stored =
        Values.stored(
            Resource.ORDER,
            "x",
            "00000000000000000017{\"schema\":1,\"sum\":\"00000000\",\"view\":" + VIEW + "}");

    assertThat(stored.offset()).isEqualTo(17);
    assertThat(stored.trouble()).isEmpty();
    assertThat(stored.view()).isEqualTo(View.ofJson(Json.object(VIEW)));
  }

  @Test
  void aProofOfAbsenceHasNoView() {
    var stored =
        Values.stored(
            Resource.USER,
            "x",
            "00000000000000000017{\"schema\":1,\"sum\":\"00000000\",\"view\":null}");

    assertThat(stored.view()).isNull();
    assertThat(stored.trouble()).isEmpty();
  }

  @Test
  void whatIsNoValueIsTrouble() {
    assertThat(Values.stored(Resource.USER, "x", "17{}").trouble()).isNotEmpty();
    assertThat(Values.stored(Resource.USER, "x", "00000000000000000017{}").trouble()).isNotEmpty();
  }
}

package dev.tidemark.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.operator.load.LoadReport;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// A file of invoices, loaded through the public API, comes out of it again to the last digit.
class RetailIT {
  private static final int ORDERS_ASKED_MAX = 200;
  private static final Duration WITHIN = Duration.ofSeconds(30);

  private static RunningTidemark tidemark;
  private static IndependentFigures expected;
  private static LoadReport load;

  @BeforeAll
  static void loadTheFile() {
    tidemark = RunningTidemark.start();
    expected = IndependentFigures.of(RetailInput.file());
    load = tidemark.load(RetailInput.file(), 0, new LoadUnderWay());
    System.out.println(load.toText());
  }

  @AfterAll
  static void stop() {
    tidemark.close();
  }

  @Test
  void everyLineIsAccountedFor() {
    assertThat(load.linesByReason()).isEqualTo(expected.linesByReason());
    assertThat(load.replayed()).isZero();
  }

  @Test
  void everyFigureIsRightToTheLastDigit() throws Exception {
    FigureCheck.equal(tidemark, load, expected.toJson());
    var given = System.getProperty("retail.figures", "");
    if (given.isEmpty()) {
      System.out.println("No file of expected figures was given by -Dretail.figures=….");
    } else {
      FigureCheck.equal(tidemark, load, Path.of(given));
    }
  }

  @Test
  void refundsStandBesideRevenue() {
    var sales =
        tidemark
            .queries()
            .get("/v1/sales?by=country&limit=1000", "Consistency-Token", load.consistencyToken());

    var refunded = BigDecimal.ZERO;
    for (var item : sales.json().required("items")) {
      refunded = refunded.add(new BigDecimal(item.required("refunded").asString()));
    }
    assertThat(refunded).isPositive().isEqualByComparingTo(expected.refunded());
  }

  @Test
  void loadingItAgainChangesNothingAtAll() {
    var log = tidemark.endOfLog();
    var answers = answers();

    var again = tidemark.load(RetailInput.file(), 0, new LoadUnderWay());

    assertThat(again.applied()).isEqualTo(load.applied());
    assertThat(again.refused()).isEqualTo(load.refused());
    assertThat(again.replayed())
        .isEqualTo(load.applied().values().stream().mapToLong(Integer::longValue).sum());
    assertThat(tidemark.endOfLog()).isEqualTo(log);
    assertThat(answers()).isEqualTo(answers);
  }

  @Test
  void everyMetricIsDocumentedAndEveryDocumentedOneIsThere() {
    var documented = DocumentedMetrics.read();
    tidemark.queries().get("/v1/counts");
    // Some are looked at every few seconds only.
    Wait.until(
        "all documented metrics",
        WITHIN,
        () -> scrape().families("tidemark_").containsAll(documented.keySet()));

    var told = scrape();

    assertThat(told.families("tidemark_")).isEqualTo(documented.keySet());
    assertThat(told.types().keySet()).containsAll(DocumentedMetrics.others());
    documented.forEach((name, row) -> {
      assertThat(told.types()).as("type").containsEntry(name, row.type());
      assertThat(told.labels()).as("labels").containsEntry(name, row.labels());
    });
  }

  @Test
  void operatorsSeeWhichTierAnswers() {
    tidemark.queries().get("/v1/counts");

    var reads = new Http(tidemark.system().projection().url()).get("/v1/admin/reads").json();

    assertThat(reads.path("unavailable").isEmpty()).as(reads.toString()).isTrue();
    assertThat(reads.path("services").asInt()).isEqualTo(1);
    assertThat(reads.path("answers").path("postgres").asLong()).isPositive();
  }

  @Test
  void whateverClientsSendMakesNoSeriesAndIsNotToldOn() {
    ClientWords.send(tidemark, "zebra-0");
    var before = scrape().ofRequests();

    for (int i = 1; i <= 20; i++) {
      ClientWords.send(tidemark, "zebra-" + i);
    }

    var after = scrape();
    assertThat(after.ofRequests()).isEqualTo(before);
    assertThat(after.text()).doesNotContainIgnoringCase("zebra");
  }

  private static Scrape scrape() {
    return Scrape.of(tidemark.system().services());
  }

  /// Everything that can be asked, as path and body.
  private static Map<String, String> answers() {
    var answers = new TreeMap<String, String>();
    for (var by : new String[] {"country", "month", "customer"}) {
      ask(answers, "/v1/sales?limit=1000&by=" + by);
    }
    var page = "/v1/orders?limit=500";
    while (!page.isEmpty()) {
      var json = ask(answers, page).json();
      if (answers.size() < ORDERS_ASKED_MAX) {
        json.required("items")
            .forEach(order -> askAbout(answers, order.path("orderId").asString("")));
      }
      page = json.has("next") ? "/v1/orders?limit=500&after=" + json.path("next").asString() : "";
    }
    return answers;
  }

  private static void askAbout(Map<String, String> answers, String orderId) {
    var order = ask(answers, "/v1/orders/" + orderId).json();
    ask(answers, "/v1/orders/" + orderId + "/events");
    ask(answers, "/v1/users/" + order.required("username").asString());
    ask(answers, "/v1/users/" + order.required("username").asString() + "/orders?limit=500");
  }

  private static Http.Answer ask(Map<String, String> answers, String path) {
    var answer = tidemark.queries().get(path, "Consistency-Token", load.consistencyToken());
    assertThat(answer.status()).as(path + ": " + answer.text()).isEqualTo(200);
    answers.put(path, answer.text());
    return answer;
  }
}

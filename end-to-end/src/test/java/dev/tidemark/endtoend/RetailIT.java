package dev.tidemark.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.operator.load.LoadReport;
import dev.tidemark.operator.verb.ExitCode;
import java.math.BigDecimal;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A file of invoices, loaded through the public API, comes out of it again to the last digit; also
/// out of another system that was made from the log of the first.
class RetailIT {
  private static final int ORDERS_ASKED_MAX = 200;
  private static final Duration WITHIN = Duration.ofSeconds(30);
  private static final Duration CAUGHT_UP_WITHIN = Duration.ofMinutes(1);

  private static RunningTidemark tidemark;
  private static IndependentFigures expected;
  private static LoadReport load;

  @TempDir private Path folder;

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
    var answers = answers(tidemark);

    var again = tidemark.load(RetailInput.file(), 0, new LoadUnderWay());

    assertThat(again.applied()).isEqualTo(load.applied());
    assertThat(again.refused()).isEqualTo(load.refused());
    assertThat(again.replayed())
        .isEqualTo(load.applied().values().stream().mapToLong(Integer::longValue).sum());
    assertThat(tidemark.endOfLog()).isEqualTo(log);
    assertThat(answers(tidemark)).isEqualTo(answers);
  }

  @Test
  void whatIsExportedAndImportedElsewhereIsTheSameSystem() throws Exception {
    var customer = anyCustomer(tidemark);
    var session = startSession(tidemark, customer);
    var archive = Archive.of(tidemark, folder.resolve("first"));
    try (var copy = RunningTidemark.startLike(tidemark)) {
      long before = beginAndDie(archive, copy);
      assertThat(startSession(copy, customer).status()).isEqualTo(503);

      var imported = archive.importInto(copy);

      assertThat(imported.exitCode()).as(imported.said()).isZero();
      assertThat(imported.said())
          .contains("%,d of them since now".formatted(archive.count() - before));
      assertThat(Archive.of(copy, folder.resolve("second")).events()).isEqualTo(archive.events());
      awaitViews(copy, customer);
      assertThat(answers(copy)).isEqualTo(answers(tidemark));
      oldKeysGetTheirFirstAnswers(copy, customer, session);
      newCommandsFollow(copy, customer);

      var log = copy.endOfLog();
      assertThat(archive.importInto(copy).said()).contains(" 0 of them since now");
      archive.damage();
      assertThat(archive.importInto(copy).exitCode()).isEqualTo(ExitCode.FINDINGS);
      assertThat(copy.endOfLog()).isEqualTo(log);
    }
  }

  @Test
  void aSystemThatHoldsSomethingElseIsNotImportedInto() throws Exception {
    var archive = Archive.of(tidemark, folder);
    var log = tidemark.endOfLog();

    var refused = archive.importInto(tidemark);

    assertThat(refused.exitCode()).as(refused.said()).isEqualTo(ExitCode.REFUSED);
    assertThat(refused.said()).contains("Expected an empty system");
    assertThat(tidemark.endOfLog()).isEqualTo(log);
  }

  private static String anyCustomer(RunningTidemark from) {
    var first = from.queries().get("/v1/orders?limit=1").json().required("items").get(0);
    return first.required("username").asString();
  }

  private static Http.Answer startSession(RunningTidemark in, String customer) {
    return in.commands()
        .post(
            "/v1/users/" + customer + "/sessions",
            "{\"ttlSeconds\":86400}",
            "Idempotency-Key",
            "a-session");
  }

  /// What an importer does that is killed after its first page, and the service after it.
  ///
  /// @return how many events it brought
  private static long beginAndDie(Archive archive, RunningTidemark copy) throws Exception {
    var commands = copy.commands();
    int shards = commands.get("/v1/admin/imports/0").json().required("shards").asInt();
    var source = archive.log().replace(" ", "%20");
    for (int shard = 0; shard < shards; shard++) {
      var begun =
          commands.send(
              commands
                  .request("/v1/admin/imports/%d/beginning?source=%s".formatted(shard, source))
                  .POST(BodyPublishers.noBody()));
      assertThat(begun.status()).as(begun.text()).isEqualTo(200);
    }
    var page = archive.lines("users.events/1").subList(0, 2);
    var taken =
        commands.send(
            commands
                .request(
                    "/v1/admin/imports/1/events/users.events?events=0&sha256=" + "0".repeat(64),
                    "Content-Type",
                    "application/x-ndjson")
                .POST(BodyPublishers.ofString(String.join("\n", page))));
    assertThat(taken.status()).as(taken.text()).isEqualTo(200);
    copy.system().command().kill();
    copy.system().command().start();
    return page.size();
  }

  /// A strong read has all that was imported.
  private static void awaitViews(RunningTidemark copy, String customer) {
    Wait.until(
        "the views to have all that was imported",
        CAUGHT_UP_WITHIN,
        () ->
            copy.queries().get("/v1/sales?by=month", "Consistency", "strong").status() == 200
                && copy.queries().get("/v1/users/" + customer, "Consistency", "strong").status()
                    == 200);
  }

  private static void oldKeysGetTheirFirstAnswers(
      RunningTidemark copy, String customer, Http.Answer session) {
    var log = copy.endOfLog();
    var again = copy.load(RetailInput.file(), 0, new LoadUnderWay());
    assertThat(again.applied()).isEqualTo(load.applied());
    assertThat(again.replayed())
        .isEqualTo(load.applied().values().stream().mapToLong(Integer::longValue).sum());
    assertThat(startSession(copy, customer).text()).isEqualTo(session.text());
    assertThat(copy.endOfLog()).isEqualTo(log);
  }

  private static void newCommandsFollow(RunningTidemark copy, String customer) {
    var path = "/v1/users/" + customer;
    var version = copy.queries().get(path, "Consistency", "strong").json().required("version");
    var changed =
        copy.commands().post(path + "/deactivation", "{}", "If-Match", "\"" + version + "\"");
    assertThat(changed.status()).as(changed.text()).isEqualTo(200);
    assertThat(changed.json().required("version").asLong()).isEqualTo(version.asLong() + 1);
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
  private static Map<String, String> answers(RunningTidemark tidemark) {
    var answers = new TreeMap<String, String>();
    for (var by : new String[] {"country", "month", "customer"}) {
      ask(tidemark, answers, "/v1/sales?limit=1000&by=" + by);
    }
    ask(tidemark, answers, "/v1/counts");
    var page = "/v1/orders?limit=500";
    while (!page.isEmpty()) {
      var json = ask(tidemark, answers, page).json();
      if (answers.size() < ORDERS_ASKED_MAX) {
        json.required("items")
            .forEach(order -> askAbout(tidemark, answers, order.path("orderId").asString("")));
      }
      page = json.has("next") ? "/v1/orders?limit=500&after=" + json.path("next").asString() : "";
    }
    return answers;
  }

  private static void askAbout(
      RunningTidemark tidemark, Map<String, String> answers, String orderId) {
    var order = ask(tidemark, answers, "/v1/orders/" + orderId).json();
    ask(tidemark, answers, "/v1/orders/" + orderId + "/events");
    var user = "/v1/users/" + order.required("username").asString();
    ask(tidemark, answers, user);
    ask(tidemark, answers, user + "/orders?limit=500");
    ask(tidemark, answers, user + "/sessions");
  }

  private static Http.Answer ask(
      RunningTidemark tidemark, Map<String, String> answers, String path) {
    var answer = tidemark.queries().get(path, "Consistency", "strong");
    assertThat(answer.status()).as(path + ": " + answer.text()).isEqualTo(200);
    answers.put(path, answer.text());
    return answer;
  }
}

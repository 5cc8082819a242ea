package dev.tidemark.operator.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.operator.load.BulkServer.Fault;
import dev.tidemark.operator.progress.ProgressDisplay;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetailLoadTest {
  private static final Map<String, Integer> APPLIED =
      Map.of("user.register", 2, "order.place", 3, "order.pay", 3, "order.refund", 2);

  private final BulkServer server = new BulkServer();
  private final StringWriter shown = new StringWriter();

  @TempDir private Path folder;

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aFileIsLoadedAndAccountedFor() throws Exception {
    var report = load(RetailFiles.ODD);

    assertThat(report.lines()).isEqualTo(14);
    assertThat(report.applied()).isEqualTo(APPLIED);
    assertThat(report.refused()).isEqualTo(Map.of("order.refund: refund-exceeds-paid", 1));
    assertThat(report.creditsRefused()).isEqualTo(Map.of("REFUND_WITHOUT_ORDER", 1L));
    assertThat(report.replayed()).isZero();
    assertThat(report.toText()).contains("ACCEPTED", "refund-exceeds-paid", report.refusedFile());
    assertThat(shown.toString()).contains("11 of 11 commands", "done");
  }

  @Test
  void linesThatCameToNothingAreListedInTheOrderOfTheFile() throws Exception {
    var report = load(RetailFiles.ODD);

    assertThat(Files.readAllLines(Path.of(report.refusedFile())))
        .extracting(line -> line.split(",", 3)[0] + " " + line.split(",", 3)[1])
        .containsExactly(
            "Line Reason",
            "6 NO_CUSTOMER",
            "9 REFUND_WITHOUT_ORDER",
            "10 order.refund: refund-exceeds-paid",
            "12 ADJUSTMENT_INVOICE",
            "13 BAD_QUANTITY",
            "14 BAD_PRICE",
            "15 UNREADABLE");
  }

  @Test
  void loadingAgainAppliesNothing() throws Exception {
    load(RetailFiles.ODD);
    var applied = server.applied();

    var report = load(RetailFiles.ODD);

    assertThat(server.applied()).isEqualTo(applied);
    assertThat(report.replayed()).isEqualTo(10);
    assertThat(report.applied()).isEqualTo(APPLIED);
  }

  @Test
  void aCustomersCommandsKeepTheirOrder() throws Exception {
    load(RetailFiles.ODD);

    assertThat(server.applied())
        .containsSubsequence(
            "retail-register-c501",
            "retail-place-90001",
            "retail-pay-90001",
            "retail-place-90004",
            "retail-pay-90004",
            "retail-refund-11");
  }

  @ParameterizedTest
  @EnumSource(names = {"BUSY", "LOST_REPLY", "HALF_REPLY", "SOME_UNDECIDED"})
  void everyCommandIsAppliedOnceWhateverGoesWrong(Fault fault) throws Exception {
    server.with(fault, fault, Fault.NONE);

    var report = load(RetailFiles.ODD);

    assertThat(report.applied()).isEqualTo(APPLIED);
    assertThat(report.repeats()).isPositive();
    assertThat(server.applied()).hasSize(10).doesNotHaveDuplicates();
    aCustomersCommandsKeepTheirOrderIn(server.applied());
  }

  @Test
  void ordersThatWereRefusedAreNeitherPaidNorRefunded() throws Exception {
    server.refusing("retail-place-90002"::equals);

    var report = load(RetailFiles.ODD);

    assertThat(report.refused())
        .isEqualTo(
            Map.of(
                "order.place: no", 1,
                "order.pay: order-not-placed", 1,
                "order.refund: order-not-placed", 2));
  }

  @Test
  void aSystemThatNeverAnswersIsGivenUp() {
    server.with(Fault.BUSY);

    assertThatThrownBy(() -> load(RetailFiles.ODD))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Expected a decision within 1 s, but there was none")
        .hasMessageContaining("busy");
  }

  @Test
  void aSystemThatDoesNotUnderstandIsNotAskedAgain() {
    server.with(Fault.BAD_REQUEST);

    assertThatThrownBy(() -> load(RetailFiles.ODD))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("answered 400");
    assertThat(server.sizes()).hasSizeLessThanOrEqualTo(2);
  }

  @Test
  void theLoadIsSpreadOverAllServers() throws Exception {
    try (var other = new BulkServer()) {
      var report = load(List.of(server.url(), other.url()), RetailFiles.ODD);

      assertThat(report.repeats()).isZero();
      assertThat(server.applied()).isNotEmpty();
      assertThat(other.applied()).isNotEmpty();
      assertThat(server.applied().size() + other.applied().size()).isEqualTo(10);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aServerThatIsAwayOrBusyIsLeftForAnother(boolean away) throws Exception {
    var other = new BulkServer().with(Fault.BUSY);
    if (away) {
      other.close();
    }

    var report = load(List.of(other.url(), server.url()), RetailFiles.ODD);

    assertThat(report.applied()).isEqualTo(APPLIED);
    assertThat(report.repeats()).isPositive();
    assertThat(server.applied()).hasSize(10);
    other.close();
  }

  @Test
  void nothingListensAtAll() {
    server.close();

    assertThatThrownBy(() -> load(RetailFiles.ODD)).hasMessageContaining("no answer from");
  }

  @Test
  void requestsStayWithinTheLimitsOfTheApi() throws Exception {
    var text = new StringBuilder(RetailFiles.HEADER);
    for (int i = 0; i < 3_000; i++) {
      text.append("%d,S,d,1,2024-01-05 09:00:00,1.0,%d,France%n".formatted(i, i));
    }

    var report = load(text.toString());

    assertThat(report.commands()).isEqualTo(9_000);
    assertThat(server.sizes()).allMatch(size -> size <= 1_000);
  }

  @Test
  void aPaceIsKept() throws Exception {
    var file = RetailFiles.write(folder, RetailFiles.ODD);

    var report = load(List.of(server.url()), file, 10);

    assertThat(report.seconds()).isGreaterThan(0.9);
    assertThat(server.sizes()).allMatch(size -> size == 1);
  }

  private static void aCustomersCommandsKeepTheirOrderIn(List<String> applied) {
    assertThat(applied)
        .containsSubsequence(
            "retail-register-c502", "retail-place-90002", "retail-pay-90002", "retail-refund-8");
  }

  private LoadReport load(String text) throws IOException, InterruptedException {
    return load(List.of(server.url()), text);
  }

  private LoadReport load(List<URI> servers, String text) throws IOException, InterruptedException {
    return load(servers, RetailFiles.write(folder, text), 0);
  }

  private LoadReport load(List<URI> servers, Path file, int perSecond)
      throws IOException, InterruptedException {
    var refused = folder.resolve("out/refused.csv");
    return new RetailLoad(servers, file, refused, 2, Duration.ofSeconds(1), perSecond)
        .run(new ProgressDisplay(new PrintWriter(shown), false));
  }
}

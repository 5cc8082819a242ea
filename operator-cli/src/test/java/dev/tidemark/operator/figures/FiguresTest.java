package dev.tidemark.operator.figures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Against answers of the query API as they are on the wire.
class FiguresTest {
  // The checksum is that of "90001|501|3|14|27140\n90002|502|1|10|30000".
  private static final String EXPECTED =
      """
      {"lines_by_reason": {"ACCEPTED": 4}, "customers": 2, "orders": 2, "lines": 4, "units": 24,
       "milli_gbp": 57140,
       "orders_and_milli_by_country": {"France": [1, 27140], "Germany": [1, 30000]},
       "orders_and_milli_by_month": {"2024-01": [2, 57140]},
       "top10_customers_orders_and_milli": [["502", [1, 30000]], ["501", [1, 27140]]],
       "orders_checksum": {"sha256":
         "%s"}}
      """;

  private final Map<String, String> answers = new HashMap<>();
  private HttpServer http;
  private int busy;

  @TempDir private Path folder;

  @BeforeEach
  void start() throws IOException {
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.createContext("/", this::answer);
    http.start();
    answers.put("/v1/sales?by=country&limit=1000&currency=GBP", sales("country", "France"));
    answers.put("/v1/sales?by=month&limit=1000&currency=GBP", month());
    answers.put(
        "/v1/sales?by=customer&limit=10&currency=GBP",
        """
        {"items":[{"customer":"c502","orders":1,"revenue":"30.00"},
                  {"customer":"c501","orders":1,"revenue":"27.14"}]}\
        """);
    answers.put(
        "/v1/orders?limit=500",
        """
        {"items":[{"reference":"90002","username":"c502","lineCount":1,"units":10,
                   "total":"30.00"}],"next":"two"}\
        """);
    answers.put(
        "/v1/orders?limit=500&after=two",
        """
        {"items":[{"reference":"90001","username":"c501","lineCount":3,"units":14,
                   "total":"27.14"}]}\
        """);
  }

  @AfterEach
  void stop() {
    http.stop(0);
  }

  @Test
  void figuresThatAreRightAreTheSame() throws Exception {
    assertThat(compared().isEqual()).isTrue();
  }

  @Test
  void aDifferenceStandsBesideWhatWasExpected() throws Exception {
    answers.put("/v1/sales?by=country&limit=1000&currency=GBP", sales("country", "Spain"));

    var comparison = compared();

    assertThat(comparison.isEqual()).isFalse();
    assertThat(printed(comparison))
        .containsPattern("same +checksum +[0-9a-f]{64}  [0-9a-f]{64}")
        .containsPattern("DIFFERENT country France +1 orders, GBP 27.140 +\\(none\\)")
        .containsPattern("DIFFERENT country Spain +\\(none\\) +1 orders, GBP 27.140")
        .contains("12 figures, 2 different");
  }

  @Test
  void viewsThatAreNotCaughtUpAreWaitedFor() throws Exception {
    busy = 1;

    assertThat(compared().isEqual()).isTrue();
  }

  @Test
  void aFileWithoutFiguresIsRefused() throws IOException {
    var file = Files.writeString(folder.resolve("figures.json"), "{\"orders\": 1}");

    assertThatThrownBy(() -> ExpectedFigures.read(file)).isInstanceOf(IOException.class);
  }

  private Comparison compared() throws IOException, InterruptedException {
    var sha256 = "d9c796bf7bab2b935045e87c662599ab3d7de5d909baebd28d756381f2124a0e";
    var file = Files.writeString(folder.resolve("figures.json"), EXPECTED.formatted(sha256));
    var url = URI.create("http://127.0.0.1:" + http.getAddress().getPort());
    return Comparison.of(ExpectedFigures.read(file), new QueryFigures(url, "a-token").compute());
  }

  private static String printed(Comparison comparison) {
    var text = new StringWriter();
    comparison.print(new PrintWriter(text));
    return text.toString();
  }

  private static String sales(String by, String first) {
    return """
    {"items":[{"%s":"Germany","orders":1,"revenue":"30.00"},
              {"%s":"%s","orders":1,"revenue":"27.14"}]}\
    """
        .formatted(by, by, first);
  }

  private static String month() {
    return """
    {"items":[{"month":"2024-01","orders":2,"revenue":"57.14"}]}\
    """;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var known = answers.get(exchange.getRequestURI().toString());
      boolean carries =
          "a-token".equals(exchange.getRequestHeaders().getFirst("Consistency-Token"));
      int status = known == null || !carries ? 400 : busy-- > 0 ? 503 : 200;
      var bytes = (known == null ? "{}" : known).getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }
}

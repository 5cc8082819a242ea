package dev.tidemark.conventions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Alerts and dashboards ask only for what the services export, and say what to do.
class MonitoringTest {
  private static final Path PROMETHEUS = Checkout.root().resolve("deploy/prometheus");
  private static final Path DASHBOARDS = Checkout.root().resolve("deploy/grafana/dashboards");

  private static final Pattern ALERT =
      Pattern.compile(
          "(?s)- alert: (\\S+)\\n\\s+expr: >?(.*?)\\n\\s+(?:for|labels):.*?runbook: (\\S+)\\n");

  private static final int PROMTOOL_S_MAX = 60;

  private record Alert(String name, String expression, String runbook) {}

  private final MetricsPage page =
      MetricsPage.read(read(Checkout.root().resolve("docs/metrics.md")));

  @Test
  void alertsAskForMetricsThatThereAre() throws IOException {
    assertThat(alerts())
        .isNotEmpty()
        .allSatisfy(
            alert -> assertThat(page.unknown(alert.expression())).as(alert.name()).isEmpty());
  }

  @Test
  void dashboardsAskForMetricsThatThereAre() throws IOException {
    for (JsonNode dashboard : dashboards()) {
      List<String> expressions = dashboard.findValuesAsString("expr");
      assertThat(expressions).isNotEmpty();
      for (String expression : expressions) {
        assertThat(page.unknown(expression)).as(expression).isEmpty();
      }
    }
  }

  @Test
  void dashboardsAndPanelsHaveNamesOfTheirOwn() throws IOException {
    assertThat(dashboards().stream().map(each -> each.path("uid").asString()))
        .hasSizeGreaterThan(4)
        .doesNotHaveDuplicates();
    for (JsonNode dashboard : dashboards()) {
      JsonNode panels = dashboard.path("panels");
      assertThat(panels.valueStream().map(panel -> panel.path("id").asInt()))
          .doesNotHaveDuplicates();
      assertThat(panels.findValuesAsString("title")).doesNotHaveDuplicates();
    }
  }

  @Test
  void eachAlertHasARunbookThatNamesIt() throws IOException {
    long all = read(PROMETHEUS.resolve("alerts.yml")).split("- alert: ", -1).length - 1;

    assertThat(alerts())
        .hasSize((int) all)
        .allSatisfy(alert -> {
          Path runbook = Checkout.root().resolve(alert.runbook());
          assertThat(runbook).hasParent(Checkout.root().resolve("docs/runbooks")).isRegularFile();
          assertThat(read(runbook)).contains("`" + alert.name() + "`");
        });
  }

  @Test
  void theRulesPassTheirOwnTests() throws Exception {
    promtool("check", "config", "prometheus.yml");
    promtool("check", "rules", "alerts.yml");
    promtool("test", "rules", "alerts-test.yml");
  }

  @Test
  void whatIsNotExportedIsNoticed() {
    var some =
        MetricsPage.read(
            """
            | metric | type | labels | meaning |
            | --- | --- | --- | --- |
            | `a_total`, `b_bytes` | counter | `shard`, `store` | a, b |
            | `c_seconds` | histogram | `route` | c |
            | `d_…` | | | others |
            """);

    assertThat(some.unknown("sum by (shard) (rate(a_total{store=\"x\", job=~\"y{z}\"}[5m])) > 1e3"))
        .isEmpty();
    assertThat(some.unknown("histogram_quantile(0.9, sum by (le) (rate(c_seconds_bucket[1m])))"))
        .isEmpty();
    assertThat(some.unknown("a_total unless on (shard) b_bytes or up == 0"))
        .containsExactly("on", "shard");
    assertThat(some.unknown("c_seconds + d_bytes and a_total{route=\"x\"} / nearly(b_bytes)"))
        .containsExactly("c_seconds", "d_bytes", "a_total{route}", "nearly");
  }

  private static List<Alert> alerts() throws IOException {
    return ALERT
        .matcher(Files.readString(PROMETHEUS.resolve("alerts.yml")))
        .results()
        .map(found -> new Alert(found.group(1), found.group(2), found.group(3)))
        .toList();
  }

  private static List<JsonNode> dashboards() throws IOException {
    try (Stream<Path> files = Files.list(DASHBOARDS)) {
      return files.map(file -> JsonMapper.shared().readTree(file.toFile())).toList();
    }
  }

  private static void promtool(String... arguments) throws Exception {
    var program =
        Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
            .map(folder -> Path.of(folder, "promtool"))
            .filter(Files::isExecutable)
            .findFirst();
    assumeTrue(
        program.isPresent(),
        "Expected promtool on the PATH, but there is none, so the rules are not tried:"
            + " apt-get install prometheus");
    var command = Stream.concat(Stream.of(program.get().toString()), Stream.of(arguments)).toList();
    var told = Files.createTempFile("promtool", ".log");
    var process =
        new ProcessBuilder(command)
            .directory(PROMETHEUS.toFile())
            .redirectErrorStream(true)
            .redirectOutput(told.toFile())
            .start();
    assertThat(process.waitFor(PROMTOOL_S_MAX, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(told)).isZero();
    Files.delete(told);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package dev.tidemark.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.localstack.DataDirectory;
import dev.tidemark.localstack.Ports;
import dev.tidemark.localstack.system.SystemPorts;
import dev.tidemark.operator.running.RunDirectory;
import dev.tidemark.operator.verb.ExitCode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class UpIT {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final List<String> PROCESSES =
      List.of("kafka", "postgres", "redis", "command", "command-2", "projection", "query");

  private static final String[] TWO_COMMAND_SERVICES = {"--command-instances", "2"};

  private static DataDirectory data;
  private static int base;
  private static String said = "";

  @BeforeAll
  static void bringUp() {
    data = DataDirectory.temporary();
    base = baseOfFreePorts();
    assertThat(up(TWO_COMMAND_SERVICES)).as(() -> said).isZero();
    assertThat(said).contains("Tidemark is up", url(base), url(base + 7), "curl -i");
    assertThat(said)
        .contains(url(base + 20) + "/metrics", url(base + 27) + "/metrics", url(base + 21))
        .contains(url(base + 2) + "/metrics");
  }

  @AfterAll
  static void takeDown() {
    assertThat(tidemark("down")).isZero();
    assertThat(tidemark("status")).isEqualTo(ExitCode.NOT_RUNNING);
    data.delete();
  }

  @Test
  void whatRunsIsNotStartedAgain() {
    assertThat(up()).isZero();
    assertThat(said).contains("Tidemark runs already.", url(base), url(base + 7));
    assertThat(up("--fresh")).isEqualTo(1);
    assertThat(up("--command-instances", "3")).isEqualTo(1);
    assertThat(said)
        .contains("Expected to run 3 command services, but Tidemark runs already, with 2");
  }

  @Test
  void theSystemHealsItself() {
    var before = pids();
    assertThat(before).containsOnlyKeys(PROCESSES);
    before.values().forEach(pid -> ProcessHandle.of(pid).orElseThrow().destroyForcibly());
    awaitOthersThan(before);
  }

  @Test
  void aLauncherThatIsKilledTakesAllWithItAndTheNextOneFindsThePortsFree() {
    var before = pids();

    new RunDirectory(data).owner().orElseThrow().destroyForcibly();
    assertThat(up(TWO_COMMAND_SERVICES)).as(() -> said).isZero();

    assertThat(before.values().stream().filter(UpIT::runs)).isEmpty();
    assertThat(tidemark("status")).as(() -> said).isZero();
  }

  @Test
  void aTakenPortIsNamedAndNothingIsStarted() throws Exception {
    var elsewhere = DataDirectory.temporary();
    int taken = baseOfFreePorts();
    try (var _ = new ServerSocket(taken + 5, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      assertThat(tidemark(elsewhere, "up", "--detach", "--port-base", String.valueOf(taken)))
          .isEqualTo(ExitCode.PORT_TAKEN);
    }
    assertThat(said).contains("Expected port " + (taken + 5) + " to be free", "--port-base 0");
    assertThat(tidemark(elsewhere, "status")).isEqualTo(ExitCode.NOT_RUNNING);
    elsewhere.delete();
  }

  private static String url(int port) {
    return "http://127.0.0.1:" + port;
  }

  private static int up(String... more) {
    var first = Stream.of("up", "--detach", "--port-base", String.valueOf(base));
    return tidemark(Stream.concat(first, Stream.of(more)).toArray(String[]::new));
  }

  private static int tidemark(String... arguments) {
    return tidemark(data, arguments);
  }

  private static int tidemark(DataDirectory of, String... arguments) {
    var out = new StringWriter();
    var writer = new PrintWriter(out, true);
    int exitCode =
        Main.commandLine()
            .setOut(writer)
            .setErr(writer)
            .execute(
                Stream.concat(Stream.of(arguments), Stream.of("--data-dir", of.root().toString()))
                    .toArray(String[]::new));
    said = out.toString();
    return exitCode;
  }

  private static Map<String, Long> pids() {
    tidemark("status", "--json");
    JsonNode status = JsonMapper.shared().readTree(said);
    var pids = new HashMap<String, Long>();
    status
        .path("pids")
        .properties()
        .forEach(pid -> pids.put(pid.getKey(), pid.getValue().asLong()));
    return pids;
  }

  /// Each look starts by asking all, so it needs no pause before the next.
  private static void awaitOthersThan(Map<String, Long> before) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (tidemark("status") != 0 || pids().values().stream().anyMatch(before::containsValue)) {
      assertThat(System.nanoTime()).as(() -> said).isLessThan(deadline);
    }
  }

  private static boolean runs(long pid) {
    return ProcessHandle.of(pid)
        .filter(process -> process.info().command().isPresent())
        .isPresent();
  }

  private static int baseOfFreePorts() {
    return Stream.generate(Ports::free)
        .filter(base -> SystemPorts.from(base, 2).taken().isEmpty())
        .findFirst()
        .orElseThrow();
  }
}

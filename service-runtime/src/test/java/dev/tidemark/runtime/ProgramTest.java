package dev.tidemark.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProgramTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Program<Integer> program =
      new Program<>(
          "test-service",
          "Serves tests",
          "TEST_",
          settings -> settings.integer("TEST_COUNT", 4, 1, 9, "how many"),
          Duration::ofSeconds,
          (count, lifecycle) -> {
            throw new StartupException("TEST_COUNT " + count + " is unlucky");
          });

  @Test
  void helpListsTheSettings() {
    assertThat(run(List.of("--help"), Map.of("TEST_COUNT", "0"))).isEqualTo(Program.OK);
    assertThat(text(out)).contains("test-service: Serves tests", "TEST_COUNT", "how many [4]");
  }

  @Test
  void theConfigIsPrintedAsItWouldBeUsed() {
    assertThat(run(List.of("--print-config"), Map.of("TEST_COUNT", "5"))).isEqualTo(Program.OK);
    assertThat(text(out))
        .contains("TEST_COUNT=5\n", "LOG_LEVEL=info  # default\n")
        .contains("TIDEMARK_PROFILE=development  # default\n");
  }

  @Test
  void wrongSettingsAreRefusedByNameWithoutAStackTrace() {
    assertThat(run(List.of(), Map.of("TEST_COUNT", "0", "LOG_LEVEL", "loud")))
        .isEqualTo(Program.USAGE);
    assertThat(text(err))
        .isEqualTo(
            """
            test-service: LOG_LEVEL must be one of error, warn, info, debug, trace, but was loud
            test-service: TEST_COUNT must be at least 1, but was 0
            """);
  }

  @Test
  void aFormatOfLogsThatThereIsNotIsRefused() {
    assertThat(run(List.of(), Map.of("LOG_FORMAT", "xml"))).isEqualTo(Program.USAGE);
    assertThat(text(err)).isEqualTo("test-service: LOG_FORMAT must be text or json, but was xml\n");
  }

  @Test
  void aWayToSendTracesThatThereIsNotIsRefused() {
    var environment = Map.of("OTEL_TRACES_EXPORTER", "otlp", "OTEL_EXPORTER_OTLP_PROTOCOL", "grpc");
    assertThat(run(List.of(), environment)).isEqualTo(Program.USAGE);
    assertThat(text(err)).contains("OTEL_EXPORTER_OTLP_PROTOCOL must be http/protobuf");
  }

  @Test
  void whatTheSdkOfTracesCannotUseIsRefused() {
    var environment = Map.of("OTEL_TRACES_EXPORTER", "otlp", "OTEL_TRACES_SAMPLER", "some");
    assertThat(run(List.of(), environment)).isEqualTo(Program.USAGE);
    assertThat(text(err)).contains("Expected usable settings OTEL_*", "some");
  }

  @Test
  void aStopThatWouldBeCutOffByDesignIsRefused() {
    assertThat(run(List.of(), Map.of("STOP_TIMEOUT", "4s"))).isEqualTo(Program.USAGE);
    assertThat(text(err))
        .isEqualTo(
            """
            test-service: STOP_TIMEOUT must be longer than all that a stop waits for together, \
            4000 ms, but was 4000 ms
            """);
  }

  @Test
  void unknownArgumentsAreRefused() {
    assertThat(run(List.of("--verbose"), Map.of())).isEqualTo(Program.USAGE);
    assertThat(text(err)).contains("expected --help, --print-config or nothing");
  }

  @Test
  void aMendableReasonNotToStartIsOneLine() {
    assertThat(program.open(4, new Lifecycle(), new PrintStream(err))).isFalse();
    assertThat(text(err)).isEqualTo("test-service cannot start: TEST_COUNT 4 is unlucky\n");
  }

  private int run(List<String> arguments, Map<String, String> environment) {
    return program.runUntilStopped(
        arguments, environment, new PrintStream(out), new PrintStream(err));
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}

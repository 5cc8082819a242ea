package dev.tidemark.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.runtime.settings.Profile;
import dev.tidemark.runtime.settings.Settings;
import dev.tidemark.runtime.settings.SettingsException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CommandSettingsTest {
  private static final String SECRET = "a secret for tests, of some length";

  private static Settings settings(String... more) {
    var environment = new HashMap<>(Map.of("COMMAND_SESSION_SECRET", SECRET));
    for (int i = 0; i < more.length; i += 2) {
      environment.put(more[i], more[i + 1]);
    }
    return new Settings(environment, "COMMAND_");
  }

  private static void assertRefused(String sentence, String... more) {
    Settings settings = settings(more);
    CommandSettings.read(settings, "host");

    assertThatThrownBy(settings::refuseIfWrong)
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining(sentence);
  }

  @Test
  void itsNameAndAddressAreThoseOfItsHostUnlessSaidOtherwise() {
    var read = CommandSettings.read(settings("HTTP_PORT", "1234"), "host");

    assertThat(read.node()).isEqualTo("host");
    assertThat(read.endpoint()).hasToString("http://127.0.0.1:1234");
    assertThat(read.topics().partitions()).isEqualTo(4);
  }

  @Test
  void onSeveralHostsItSaysWhereItIs() {
    Settings settings = settings("KAFKA_BOOTSTRAP_SERVERS", "kafka-1:9092", "HTTP_HOST", "0.0.0.0");
    var read = CommandSettings.read(settings, "host");

    settings.refuseIfWrong();
    assertThat(read.endpoint()).hasToString("http://host:8081");
  }

  @Test
  void theSecretIsNeverShown() {
    Settings settings = settings();
    CommandSettings.read(settings, "host");

    assertThat(settings.print()).doesNotContain(SECRET).contains("COMMAND_SESSION_SECRET=***");
  }

  @Test
  void productionNamesAllThatIsUnsafeAtOnce() {
    Settings settings =
        settings(
            "TIDEMARK_PROFILE",
            "production",
            "KAFKA_BOOTSTRAP_SERVERS",
            "kafka:9092",
            "HTTP_HOST",
            "0.0.0.0");
    CommandSettings.read(settings, "host");

    assertThatThrownBy(settings::refuseIfWrong)
        .isInstanceOfSatisfying(
            SettingsException.class,
            e ->
                assertThat(e.problems())
                    .extracting(problem -> problem.substring(0, problem.indexOf(' ')))
                    .containsExactlyInAnyOrder(
                        "HTTP_HOST",
                        "KAFKA_SECURITY_PROTOCOL",
                        "COMMAND_REPLICATION_FACTOR",
                        "COMMAND_SESSION_SECRET",
                        "COMMAND_ENDPOINT"));
  }

  @Test
  void whatIsSafeStartsInProduction() {
    Settings settings = production("HTTP_HOST", "0.0.0.0", "HTTP_TLS_ENDS_IN_FRONT", "true");
    var read = CommandSettings.read(settings, "host");
    settings.refuseIfWrong();
    assertThat(read.profile()).isEqualTo(Profile.PRODUCTION);
    assertThat(read.endpoint()).hasToString("http://host:8081");

    Settings behindProxies = production("COMMAND_ENDPOINT", "https://one.example.org:8443");
    CommandSettings.read(behindProxies, "host");
    behindProxies.refuseIfWrong();
  }

  private static Settings production(String... more) {
    var all =
        new ArrayList<>(
            List.of(
                "TIDEMARK_PROFILE", "production",
                "COMMAND_SESSION_SECRET", "q5Wm0m1bF3sUeJ1Q5b6kZy3hUqk2l0d8m4r7t9v1x2A=",
                "COMMAND_REPLICATION_FACTOR", "3",
                "KAFKA_BOOTSTRAP_SERVERS", "kafka:9093",
                "KAFKA_SECURITY_PROTOCOL", "SSL"));
    all.addAll(List.of(more));
    return settings(all.toArray(String[]::new));
  }

  @Test
  void whatIsWrongIsRefusedByName() {
    assertRefused("COMMAND_PARTITIONS must be at least 1", "COMMAND_PARTITIONS", "0");
    assertRefused("COMMAND_SESSION_SECRET must have at least 32", "COMMAND_SESSION_SECRET", "x");
    assertRefused("COMMAND_COMPRESSION must be one of", "COMMAND_COMPRESSION", "gzip");
    assertRefused(
        "COMMAND_IDEMPOTENCY_WINDOW must be at least 1h", "COMMAND_IDEMPOTENCY_WINDOW", "5m");
    assertRefused("HTTP_STOP_TIMEOUT must be longer", "COMMAND_DEADLINE", "30s");
    assertRefused(
        "COMMAND_ENDPOINT must be reachable from other hosts",
        "KAFKA_BOOTSTRAP_SERVERS",
        "kafka-1:9092,kafka-2:9092");
  }
}

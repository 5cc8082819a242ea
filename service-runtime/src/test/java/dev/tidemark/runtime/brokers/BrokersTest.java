package dev.tidemark.runtime.brokers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.runtime.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokersTest {
  private static final String LOGIN =
      "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"t\""
          + " password=\"hidden-7Qw4zLr9Xv\";";

  @TempDir private Path folder;

  @Test
  void byDefaultNothingIsEncrypted() {
    var brokers = read(Map.of("KAFKA_BOOTSTRAP_SERVERS", "kafka:9092"));
    assertThat(brokers).isEqualTo(Brokers.plain("kafka:9092"));
    assertThat(brokers.with(Map.of("client.id", "me")))
        .isEqualTo(Map.of("bootstrap.servers", "kafka:9092", "client.id", "me"));
  }

  @Test
  void aLoginAndATrustStoreAreGivenToEveryClientAsKafkaCallsThem() throws IOException {
    Path trust = Files.writeString(folder.resolve("ca.pem"), "certificates");
    var brokers =
        read(
            Map.of(
                "TIDEMARK_PROFILE", "production",
                "KAFKA_SECURITY_PROTOCOL", "SASL_SSL",
                "KAFKA_SASL_MECHANISM", "SCRAM-SHA-512",
                "KAFKA_SASL_JAAS_CONFIG", LOGIN,
                "KAFKA_SSL_TRUSTSTORE_LOCATION", trust.toString(),
                "KAFKA_SSL_TRUSTSTORE_TYPE", "PEM"));
    assertThat(brokers.security())
        .isEqualTo(
            Map.of(
                "security.protocol", "SASL_SSL",
                "sasl.mechanism", "SCRAM-SHA-512",
                "sasl.jaas.config", LOGIN,
                "ssl.truststore.location", trust.toString(),
                "ssl.truststore.type", "PEM"));
    assertThat(brokers.toString()).doesNotContain("hidden");
    assertThat(AdminClientConfig.configNames()).containsAll(brokers.security().keySet());
  }

  @Test
  void aFileSaysMoreAndSettingsSayItBetter() throws IOException {
    var brokers =
        read(
            Map.of(
                "KAFKA_SECURITY_PROTOCOL",
                "SSL",
                "KAFKA_CLIENT_PROPERTIES_FILE",
                file(
                    """
                    security.protocol=PLAINTEXT
                    ssl.keystore.location=/keys/me.p12
                    ssl.keystore.password=hidden
                    """)));
    assertThat(brokers.security())
        .containsEntry("security.protocol", "SSL")
        .containsEntry("ssl.keystore.location", "/keys/me.p12")
        .containsEntry("ssl.keystore.password", "hidden");
  }

  @Test
  void theFileAloneIsEnough() throws IOException {
    String file =
        file("security.protocol=SASL_SSL\nsasl.mechanism=PLAIN\nsasl.jaas.config=" + LOGIN + "\n");
    var settings = settings(Map.of("KAFKA_CLIENT_PROPERTIES_FILE", file));
    assertThat(Brokers.read(settings).security())
        .containsEntry("security.protocol", "SASL_SSL")
        .containsEntry("sasl.mechanism", "PLAIN")
        .containsEntry("sasl.jaas.config", LOGIN);
    settings.refuseIfWrong();
    assertThat(settings.print())
        .contains("KAFKA_SECURITY_PROTOCOL=SASL_SSL  # default", "KAFKA_SASL_JAAS_CONFIG=****")
        .doesNotContain("hidden");
  }

  @Test
  void whatTheLogRestsOnIsNotToBeSet() throws IOException {
    assertRefused(
        "KAFKA_CLIENT_PROPERTIES_FILE must have options that begin with security., sasl. or ssl."
            + " only, but has isolation.level",
        Map.of("KAFKA_CLIENT_PROPERTIES_FILE", file("isolation.level=read_uncommitted\n")));
    assertRefused(
        "KAFKA_CLIENT_PROPERTIES_FILE must be a file that can be read, but was /nowhere",
        Map.of("KAFKA_CLIENT_PROPERTIES_FILE", "/nowhere"));
  }

  @Test
  void halfALoginIsRefused() throws IOException {
    assertRefused(
        "KAFKA_SASL_MECHANISM and KAFKA_SASL_JAAS_CONFIG must be set, since"
            + " KAFKA_SECURITY_PROTOCOL is SASL_SSL",
        Map.of("KAFKA_SECURITY_PROTOCOL", "SASL_SSL", "KAFKA_SASL_MECHANISM", "PLAIN"));
    assertRefused(
        "KAFKA_SASL_MECHANISM and KAFKA_SASL_JAAS_CONFIG must not be set, since"
            + " KAFKA_SECURITY_PROTOCOL is PLAINTEXT",
        Map.of("KAFKA_SASL_MECHANISM", "PLAIN"));
    assertRefused(
        "KAFKA_SSL_TRUSTSTORE_LOCATION must not be set, since KAFKA_SECURITY_PROTOCOL is PLAINTEXT",
        Map.of("KAFKA_SSL_TRUSTSTORE_LOCATION", file("")));
    assertRefused(
        "KAFKA_SECURITY_PROTOCOL must be one of PLAINTEXT, SSL, SASL_PLAINTEXT, SASL_SSL, but was"
            + " TLS",
        Map.of("KAFKA_CLIENT_PROPERTIES_FILE", file("security.protocol=TLS\n")));
  }

  @Test
  void productionRefusesPlainTextAndBrokersThatMayBeAnybody() throws IOException {
    assertRefused(
        "KAFKA_SASL_JAAS_CONFIG's password must not be guessable in production: at least 12"
            + " characters, 8 different ones, no words of examples. Make one with: openssl rand"
            + " -base64 32",
        Map.of(
            "TIDEMARK_PROFILE", "production",
            "KAFKA_SECURITY_PROTOCOL", "SASL_SSL",
            "KAFKA_SASL_MECHANISM", "PLAIN",
            "KAFKA_SASL_JAAS_CONFIG", LOGIN.replace("hidden-7Qw4zLr9Xv", "secret")));
    assertRefused(
        "KAFKA_SECURITY_PROTOCOL must be SASL_SSL or SSL in production, but was PLAINTEXT",
        Map.of("TIDEMARK_PROFILE", "production"));
    assertRefused(
        "KAFKA_SECURITY_PROTOCOL must be SASL_SSL or SSL in production, but was SASL_PLAINTEXT",
        Map.of(
            "TIDEMARK_PROFILE", "production",
            "KAFKA_SECURITY_PROTOCOL", "SASL_PLAINTEXT",
            "KAFKA_SASL_MECHANISM", "PLAIN",
            "KAFKA_SASL_JAAS_CONFIG", LOGIN));
    assertRefused(
        "KAFKA_CLIENT_PROPERTIES_FILE must not have an empty"
            + " ssl.endpoint.identification.algorithm in production: remove that line",
        Map.of(
            "TIDEMARK_PROFILE", "production",
            "KAFKA_SECURITY_PROTOCOL", "SSL",
            "KAFKA_CLIENT_PROPERTIES_FILE", file("ssl.endpoint.identification.algorithm=\n")));
  }

  private String file(String properties) throws IOException {
    return Files.writeString(folder.resolve("client.properties"), properties).toString();
  }

  private static Brokers read(Map<String, String> environment) {
    Settings settings = settings(environment);
    Brokers brokers = Brokers.read(settings);
    settings.refuseIfWrong();
    return brokers;
  }

  private static void assertRefused(String problem, Map<String, String> environment) {
    Settings settings = settings(environment);
    Brokers _ = Brokers.read(settings);
    assertThatThrownBy(settings::refuseIfWrong).hasMessage(problem);
  }

  private static Settings settings(Map<String, String> environment) {
    return new Settings(new HashMap<>(environment), "APP_");
  }
}

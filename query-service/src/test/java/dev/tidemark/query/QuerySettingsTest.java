package dev.tidemark.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.runtime.settings.Settings;
import dev.tidemark.runtime.settings.SettingsException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QuerySettingsTest {
  private static final Map<String, String> ENOUGH =
      Map.of(
          "POSTGRES_URL", "jdbc:postgresql://localhost/tidemark",
          "POSTGRES_USER", "reader",
          "POSTGRES_PASSWORD", "hidden",
          "REDIS_URL", "redis://localhost");

  @Test
  void whereTheStoresAreIsEnough() {
    var settings = new Settings(ENOUGH, "QUERY_");
    QuerySettings read = QuerySettings.read(settings);
    settings.refuseIfWrong();
    assertThat(read.partitions()).isEqualTo(4);
    assertThat(settings.print()).contains("POSTGRES_PASSWORD=********");
  }

  @Test
  void whatIsWrongIsNamed() {
    var environment = new HashMap<>(ENOUGH);
    environment.put("REDIS_URL", "localhost:6379");
    environment.put("QUERY_PARTITIONS", "0");
    environment.put("QUERY_PARTITION", "4");
    assertRefused(
        environment,
        "REDIS_URL must be a URI beginning with redis or rediss, but was localhost:6379",
        "QUERY_PARTITIONS must be at least 1, but was 0",
        "QUERY_PARTITION is not a setting: did you mean QUERY_PARTITIONS?");
  }

  @Test
  void aHeartbeatComesBeforeTheConnectionIsGivenUp() {
    var environment = new HashMap<>(ENOUGH);
    environment.put("QUERY_CHANGES_HEARTBEAT", "60s");
    assertRefused(
        environment, "QUERY_CHANGES_HEARTBEAT must be shorter than HTTP_IDLE_TIMEOUT, but was not");
  }

  @Test
  void aReplicaIsAPostgresToo() {
    var environment = new HashMap<>(ENOUGH);
    environment.put("QUERY_POSTGRES_READ_URL", "postgres://replica/tidemark");
    assertRefused(environment, "QUERY_POSTGRES_READ_URL must begin with jdbc:postgresql:");
    environment.put("QUERY_POSTGRES_READ_URL", "jdbc:postgresql://one,another/tidemark");
    environment.put("QUERY_POSTGRES_READ_LAG_MAX", "2h");
    assertRefused(environment, "QUERY_POSTGRES_READ_LAG_MAX must be at most 1h, but was 2h");
  }

  @Test
  void aValueIsNotReadAnewAsSoonAsItWasFilledIn() {
    var environment = new HashMap<>(ENOUGH);
    environment.put("QUERY_CACHE_TTL_ORDER", "20m");
    assertRefused(
        environment, "QUERY_CACHE_REFRESH_ORDER must be at most half of QUERY_CACHE_TTL_ORDER");
    environment.put("QUERY_CACHE_REFRESH_ORDER", "0ms");
    environment.put("QUERY_CACHE_TURN_WAIT", "1m");
    assertRefused(environment, "QUERY_CACHE_TURN_WAIT must be at most 10s, but was 1m");
  }

  @Test
  void productionNamesAllThatIsUnsafeAtOnce() {
    var environment = new HashMap<>(ENOUGH);
    environment.put("TIDEMARK_PROFILE", "production");
    environment.put("HTTP_HOST", "0.0.0.0");
    environment.put("HTTP_ADMIN_HOST", "0.0.0.0");
    environment.put(
        "QUERY_POSTGRES_READ_URL", "jdbc:postgresql://replica/tidemark?sslmode=require");
    var settings = new Settings(environment, "QUERY_");
    QuerySettings.read(settings);
    assertThatThrownBy(settings::refuseIfWrong)
        .hasMessageContainingAll(
            "HTTP_HOST must be an address of this host alone in production",
            "HTTP_ADMIN_HOST must be an address of this host alone in production",
            "KAFKA_SECURITY_PROTOCOL must be SASL_SSL or SSL in production, but was PLAINTEXT",
            "POSTGRES_URL must end with ?sslmode=verify-full in production",
            "QUERY_POSTGRES_READ_URL must end with ?sslmode=verify-full in production",
            "POSTGRES_PASSWORD must not be guessable in production",
            "REDIS_URL must begin with rediss:// in production",
            "REDIS_URL must have a password that cannot be guessed in production");
  }

  @Test
  void whatIsSafeStartsInProduction() {
    var settings =
        new Settings(
            Map.of(
                "TIDEMARK_PROFILE", "production",
                "KAFKA_SECURITY_PROTOCOL", "SSL",
                "POSTGRES_URL", "jdbc:postgresql://db/tidemark?sslmode=verify-full",
                "QUERY_POSTGRES_READ_URL", "jdbc:postgresql://replica/tidemark?sslmode=verify-ca",
                "POSTGRES_USER", "reader",
                "POSTGRES_PASSWORD", "q5Wm0m1bF3sUeJ1Q5b6k",
                "REDIS_URL", "rediss://reader:9rT!x-7Kq2mLw@cache:6380"),
            "QUERY_");
    QuerySettings read = QuerySettings.read(settings);
    settings.refuseIfWrong();
    assertThat(read.cache().url()).hasScheme("rediss");
  }

  private static void assertRefused(Map<String, String> environment, String... problems) {
    var settings = new Settings(environment, "QUERY_");
    QuerySettings.read(settings);
    assertThatThrownBy(settings::refuseIfWrong)
        .isInstanceOfSatisfying(
            SettingsException.class, e -> assertThat(e.problems()).containsExactly(problems));
  }
}

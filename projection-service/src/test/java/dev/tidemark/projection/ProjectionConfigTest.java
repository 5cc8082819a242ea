package dev.tidemark.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.runtime.settings.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProjectionConfigTest {
  @Test
  void onlyThePasswordHasNoDefault() {
    var config = read(Map.of());

    assertThat(config.log().group()).isEqualTo("tidemark-projection");
    assertThat(config.log().batchEventsMax()).isEqualTo(2_000);
    assertThat(config.cache().lease()).isEqualTo(Duration.ofSeconds(3));
    assertThatThrownBy(() -> read(Map.of("POSTGRES_PASSWORD", "")))
        .hasMessageContaining("POSTGRES_PASSWORD must be set");
  }

  @Test
  void aBatchOfNothingIsRefusedByName() {
    assertThatThrownBy(() -> read(Map.of("PROJECTION_BATCH_EVENTS_MAX", "0")))
        .hasMessage("PROJECTION_BATCH_EVENTS_MAX must be at least 1, but was 0");
  }

  @Test
  void addressesOfQueryServicesAreSeparatedByCommas() {
    String name = "PROJECTION_QUERY_METRICS_URLS";

    assertThat(read(Map.of()).queryMetrics()).isEmpty();
    assertThat(read(Map.of(name, "http://a:1/metrics, http://b/metrics")).queryMetrics())
        .containsExactly(URI.create("http://a:1/metrics"), URI.create("http://b/metrics"));
    for (String wrong :
        List.of("a:1", "http://a/m,", "ftp://a/", "http://a:99999/", "http://u@a/")) {
      assertThatThrownBy(() -> read(Map.of(name, wrong)))
          .hasMessageContaining(name)
          .hasMessageContaining(wrong);
    }
  }

  @Test
  void productionNamesAllThatIsUnsafeAtOnce() {
    assertThatThrownBy(() -> read(Map.of("TIDEMARK_PROFILE", "production", "HTTP_HOST", "0.0.0.0")))
        .hasMessageContainingAll(
            "HTTP_HOST must be an address of this host alone in production",
            "KAFKA_SECURITY_PROTOCOL must be SASL_SSL or SSL in production, but was PLAINTEXT",
            "POSTGRES_URL must end with ?sslmode=verify-full in production",
            "POSTGRES_PASSWORD must not be guessable in production",
            "REDIS_URL must begin with rediss:// in production",
            "REDIS_URL must have a password that cannot be guessed in production");
  }

  @Test
  void whatIsSafeStartsInProduction() {
    var config =
        read(
            Map.of(
                "TIDEMARK_PROFILE", "production",
                "KAFKA_SECURITY_PROTOCOL", "SSL",
                "POSTGRES_URL", "jdbc:postgresql://db/tidemark?sslmode=verify-full",
                "POSTGRES_PASSWORD", "q5Wm0m1bF3sUeJ1Q5b6k",
                "REDIS_URL", "rediss://writer:9rT!x-7Kq2mLw@cache:6380"));

    assertThat(config.log().brokers().security()).containsEntry("security.protocol", "SSL");
  }

  @Test
  void thePasswordIsNotPrinted() {
    assertThat(read(Map.of("POSTGRES_PASSWORD", "hunter2")).toString()).doesNotContain("hunter2");
  }

  private static ProjectionConfig read(Map<String, String> environment) {
    var all = new HashMap<>(Map.of("POSTGRES_PASSWORD", "secret"));
    all.putAll(environment);
    var settings = new Settings(all, ProjectionConfig.PREFIX);
    var config = ProjectionConfig.read(settings);
    settings.refuseIfWrong();
    return config;
  }
}

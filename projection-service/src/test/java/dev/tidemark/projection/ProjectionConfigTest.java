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

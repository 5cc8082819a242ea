package dev.tidemark.runtime.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
  private enum Pace {
    VERY_SLOW,
    FAST
  }

  @Test
  void aProfileThatIsNotSpelledRightIsRefused() {
    var misspelt = new Settings(Map.of("TIDEMARK_PROFIL", "production"), "APP_");
    assertThat(misspelt.profile()).isEqualTo(Profile.DEVELOPMENT);
    assertThatThrownBy(misspelt::refuseIfWrong)
        .hasMessageContaining("TIDEMARK_PROFIL is not a setting: did you mean TIDEMARK_PROFILE?");
  }

  @Test
  void absentSettingsHaveTheirDefaults() {
    var settings = settings(Map.of("APP_EMPTY", ""));
    assertThat(settings.integer("APP_COUNT", 4, 1, 9, "count")).isEqualTo(4);
    assertThat(settings.text("APP_EMPTY", "x", "an empty one counts as absent")).isEqualTo("x");
    settings.refuseIfWrong();
  }

  @Test
  void everyTypeIsRead() {
    var settings =
        settings(
            Map.of(
                "APP_PORT", "80",
                "APP_PACE", "very-slow",
                "APP_ON", "true",
                "APP_URL", "redis://u:p@h:1",
                "APP_KEY", "0123456789"));
    assertThat(settings.port("APP_PORT", 1, "port")).isEqualTo(80);
    assertThat(settings.choice("APP_PACE", Pace.FAST, "pace")).isEqualTo(Pace.VERY_SLOW);
    assertThat(settings.flag("APP_ON", false, "on")).isTrue();
    assertThat(settings.uri("APP_URL", URI.create("redis://x"), Set.of("redis"), "url").getHost())
        .isEqualTo("h");
    assertThat(settings.requiredSecret("APP_KEY", 10, "key").reveal()).isEqualTo("0123456789");
    settings.refuseIfWrong();
  }

  @ParameterizedTest
  @CsvSource({"500ms,500", "10s,10000", "5m,300000", "2h,7200000", "1d,86400000", "PT1.5S,1500"})
  void durationsAreWrittenAsPeopleWriteThem(String text, long millis) {
    var settings = settings(Map.of("APP_WAIT", text));
    Duration wait =
        settings.duration("APP_WAIT", Duration.ZERO, Duration.ZERO, Duration.ofDays(2), "wait");
    settings.refuseIfWrong();
    assertThat(wait).isEqualTo(Duration.ofMillis(millis));
  }

  @Test
  void allProblemsAreNamedAtOnce() {
    var settings =
        settings(
            Map.of(
                "APP_COUNT", "0",
                "APP_MANY", "10",
                "APP_WORD", "three",
                "APP_WAIT", "10 parsecs",
                "APP_PACE", "warp",
                "APP_URL", "http://x",
                "APP_KEY", "short"));
    settings.integer("APP_COUNT", 4, 1, 9, "count");
    settings.integer("APP_MANY", 4, 1, 9, "many");
    settings.integer("APP_WORD", 4, 1, 9, "word");
    settings.duration("APP_WAIT", Duration.ZERO, Duration.ZERO, Duration.ofDays(1), "wait");
    settings.choice("APP_PACE", Pace.FAST, "pace");
    settings.uri("APP_URL", URI.create("redis://x"), Set.of("redis", "rediss"), "url");
    settings.requiredSecret("APP_KEY", 16, "signs tokens");
    settings.requiredText("APP_ABSENT", "where to begin");
    settings.require(false, "APP_A must not exceed APP_B");

    assertThatThrownBy(settings::refuseIfWrong)
        .isInstanceOfSatisfying(
            SettingsException.class,
            e ->
                assertThat(e.problems())
                    .containsExactly(
                        "APP_COUNT must be at least 1, but was 0",
                        "APP_MANY must be at most 9, but was 10",
                        "APP_WORD must be a whole number, but was three",
                        "APP_WAIT must be a duration such as 500ms, 10s or 5m, but was 10 parsecs",
                        "APP_PACE must be one of very-slow, fast, but was warp",
                        "APP_URL must be a URI beginning with redis or rediss, but was http://x",
                        "APP_KEY must have at least 16 characters, but it has 5",
                        "APP_ABSENT must be set: where to begin"));
  }

  @Test
  void relationsAreLookedAtOnceEachSettingIsRight() {
    var settings = settings(Map.of());
    settings.require(false, "APP_A must not exceed APP_B");
    assertThatThrownBy(settings::refuseIfWrong).hasMessage("APP_A must not exceed APP_B");
  }

  @Test
  void whatOnlyProductionAsksIsToldWithAllElseButOnceForEachSetting() {
    var production = Map.of("TIDEMARK_PROFILE", "production", "APP_COUNT", "0");
    var settings = settings(production);
    settings.integer("APP_COUNT", 4, 1, 9, "count");
    settings.requireInProduction("APP_COUNT", false, "must be at least 3 in production");
    settings.requireInProduction("APP_HOST", false, "must be this host in production");
    settings.requireInProduction("APP_NAME", true, "is fine");
    assertThatThrownBy(settings::refuseIfWrong)
        .hasMessage(
            "APP_COUNT must be at least 1, but was 0\nAPP_HOST must be this host in production");
  }

  @Test
  void inDevelopmentWhateverWorksIsTaken() {
    var settings = settings(Map.of());
    settings.requireInProduction("APP_HOST", false, "must be this host in production");
    settings.refuseIfWrong();
    assertThat(settings.profile()).isEqualTo(Profile.DEVELOPMENT);
  }

  @Test
  void aProfileThatIsNoneIsRefused() {
    var settings = settings(Map.of("TIDEMARK_PROFILE", "prod"));
    settings.profile();
    assertThatThrownBy(settings::refuseIfWrong)
        .hasMessage("TIDEMARK_PROFILE must be one of development, production, but was prod");
  }

  @Test
  void aFileMustBeThere(@TempDir Path folder) throws IOException {
    Path there = Files.writeString(folder.resolve("there"), "");
    var settings =
        settings(
            Map.of(
                "APP_FILE",
                there.toString(),
                "APP_GONE",
                folder + "/gone",
                "APP_DIR",
                folder + ""));
    assertThat(settings.file("APP_FILE", "", "file")).isEqualTo(there.toString());
    settings.file("APP_GONE", "", "file");
    settings.file("APP_DIR", "", "file");
    assertThatThrownBy(settings::refuseIfWrong)
        .hasMessage(
            "APP_GONE must be a file that can be read, but was %s/gone\nAPP_DIR must be a file that can be read, but was %s"
                .formatted(folder, folder));
  }

  @Test
  void eachSettingIsDescribedWithWhatItMayBe() {
    var settings = settings(Map.of());
    settings.integer("APP_COUNT", 4, 1, 9, "how many");
    settings.requiredSecret("APP_KEY", 32, "signs tokens");
    settings.secret("APP_LOGIN", new Secret(""), "who comes");
    settings.choice("APP_PACE", Pace.FAST, "pace");
    settings.duration(
        "APP_WAIT", Duration.ofSeconds(90), Duration.ZERO, Duration.ofDays(1), "wait");
    assertThat(settings.described())
        .containsExactly(
            new Described("APP_COUNT", "4", false, "1 to 9", "how many"),
            new Described(
                "APP_KEY", "required", false, "secret, at least 32 characters", "signs tokens"),
            new Described("APP_LOGIN", "", false, "secret", "who comes"),
            new Described("APP_PACE", "fast", false, "very-slow, fast", "pace"),
            new Described("APP_WAIT", "90s", false, "0ms to 1d", "wait"));
  }

  @Test
  void aMistypedOwnSettingIsRefusedWithASuggestion() {
    var settings = settings(Map.of("APP_COUNTT", "4", "APP_SOMETHING_ELSE", "4", "PATH", "/bin"));
    settings.integer("APP_COUNT", 4, 1, 9, "count");
    assertThatThrownBy(settings::refuseIfWrong)
        .hasMessage(
            "APP_COUNTT is not a setting: did you mean APP_COUNT?\n"
                + "APP_SOMETHING_ELSE is not a setting; --help lists all settings");
  }

  @Test
  void whatASettingIsMayStandInAFile(@TempDir Path folder) throws IOException {
    var key = Files.writeString(folder.resolve("key"), "0123456789\n");
    var url = Files.writeString(folder.resolve("url"), "redis://u:hidden@h:1");
    var settings = settings(Map.of("APP_KEY_FILE", key.toString(), "URL_FILE", url.toString()));
    assertThat(settings.requiredSecret("APP_KEY", 10, "key").reveal()).isEqualTo("0123456789");
    assertThat(settings.requiredUri("URL", Set.of("redis"), "url").getPort()).isEqualTo(1);
    settings.refuseIfWrong();
    assertThat(settings.print())
        .isEqualTo(
            """
            APP_KEY=********
            URL=redis://u:********@h:1
            """);
  }

  @Test
  void aFileThatCannotBeWhatWasMeantIsRefused(@TempDir Path folder) throws IOException {
    var empty = Files.writeString(folder.resolve("empty"), "\n");
    var tooLong = Files.writeString(folder.resolve("long"), "x".repeat(64 * 1024 + 1));
    var settings =
        settings(
            Map.of(
                "APP_BOTH", "one",
                "APP_BOTH_FILE", empty.toString(),
                "APP_EMPTY_FILE", empty.toString(),
                "APP_LONG_FILE", tooLong.toString(),
                "APP_GONE_FILE", folder.resolve("gone").toString(),
                "APP_OTHER_FILE", empty.toString()));
    for (var name : List.of("APP_BOTH", "APP_EMPTY", "APP_LONG", "APP_GONE")) {
      settings.requiredSecret(name, 1, "secret");
    }
    assertThatThrownBy(settings::refuseIfWrong)
        .isInstanceOfSatisfying(
            SettingsException.class,
            e ->
                assertThat(e.problems())
                    .satisfiesExactly(
                        both ->
                            assertThat(both)
                                .isEqualTo("APP_BOTH and APP_BOTH_FILE must not both be set"),
                        nothing ->
                            assertThat(nothing)
                                .startsWith("APP_EMPTY_FILE must name a file of 1 to 65536 bytes")
                                .endsWith("nothing in it"),
                        more ->
                            assertThat(more)
                                .startsWith("APP_LONG_FILE must name a file")
                                .endsWith("more than that"),
                        gone ->
                            assertThat(gone)
                                .startsWith("APP_GONE_FILE must name a file")
                                .contains("NoSuchFileException"),
                        other -> assertThat(other).startsWith("APP_OTHER_FILE is not a setting")));
  }

  @Test
  void nothingSecretIsPrinted() {
    var settings =
        settings(
            Map.of(
                "APP_KEY", "hidden",
                "APP_URL", "redis://user:hidden@host:1",
                "APP_ONLY", "rediss://hidden@host:1",
                "APP_JDBC", "jdbc:postgresql://h/db?user=x&password=hidden&ssl=true"));
    Secret secret = settings.requiredSecret("APP_KEY", 1, "key");
    settings.uri("APP_URL", URI.create("redis://x"), Set.of("redis"), "url");
    settings.uri("APP_ONLY", URI.create("redis://x"), Set.of("rediss"), "url");
    settings.text("APP_JDBC", "", "database");
    settings.integer("APP_COUNT", 4, 1, 9, "count");
    assertThat(settings.print())
        .isEqualTo(
            """
            APP_COUNT=4  # default
            APP_JDBC=jdbc:postgresql://h/db?user=x&password=********&ssl=true
            APP_KEY=********
            APP_ONLY=rediss://********@host:1
            APP_URL=redis://user:********@host:1
            """);
    assertThat(secret.toString()).doesNotContain("hidden");
  }

  private static Settings settings(Map<String, String> environment) {
    return new Settings(environment, "APP_");
  }
}

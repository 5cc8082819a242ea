package dev.tidemark.runtime.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProductionRulesTest {
  private final Settings settings = new Settings(Map.of("TIDEMARK_PROFILE", "production"), "APP_");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://db/tidemark?sslmode=verify-full",
        "jdbc:postgresql://one,two:5433/tidemark?user=x&sslmode=verify-ca",
        "jdbc:postgresql://db/tidemark?ssl=true",
      })
  void aPostgresThatIsKnownIsTaken(String url) {
    ProductionRules.requireVerifiedPostgres(settings, "APP_URL", url);
    settings.refuseIfWrong();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://127.0.0.1/tidemark",
        "jdbc:postgresql://db/tidemark?sslmode=require",
        "jdbc:postgresql://db/tidemark?sslmode=verify-full&sslmode=disable",
        "jdbc:postgresql://db/tidemark?ssl=true&sslmode=prefer",
        "jdbc:postgresql://db/tidemark?ssl=false",
        "jdbc:postgresql://db/tidemark?ssl=true&sslfactory=org.postgresql.ssl.NonValidatingFactory",
        "jdbc:postgresql://db/sslmode=verify-full",
      })
  void aPostgresThatMayBeAnybodyIsRefused(String url) {
    ProductionRules.requireVerifiedPostgres(settings, "APP_URL", url);
    assertThatThrownBy(settings::refuseIfWrong)
        .hasMessageStartingWith("APP_URL must end with ?sslmode=verify-full in production");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rediss://reader:9rT!x-7Kq2mLw@cache:6380/1",
        "rediss://9rT!x-7Kq2mLw@cache?verifyPeer=CA",
        "rediss://:9rT!x-7Kq2mLw@cache?timeout=1s&verifyPeer=FULL",
      })
  void aRedisThatIsKnownAndAsksForAPasswordIsTaken(String url) {
    ProductionRules.requireVerifiedRedis(settings, "APP_URL", URI.create(url));
    settings.refuseIfWrong();
  }

  @ParameterizedTest
  @CsvSource({
    "redis://reader:9rT!x-7Kq2mLw@cache, must begin with rediss://",
    "rediss://reader:9rT!x-7Kq2mLw@cache?verifyPeer=NONE, must begin with rediss://",
    "rediss://reader:9rT!x-7Kq2mLw@cache?verifypeer=NONE, must begin with rediss://",
    "rediss://reader:9rT!x-7Kq2mLw@cache?timeout=1s;verifyPeer=NONE, must begin with rediss://",
    "rediss://cache:6380, must have a password",
    "rediss://reader:hunter2@cache, must have a password",
    "rediss://reader:@cache, must have a password",
  })
  void aRedisThatMayBeAnybodyOrLetsAnybodyInIsRefused(String url, String why) {
    ProductionRules.requireVerifiedRedis(settings, "APP_URL", URI.create(url));
    assertThatThrownBy(settings::refuseIfWrong)
        .hasMessageStartingWith("APP_URL " + why)
        .hasMessageNotContaining("hunter2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "short-1a",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "tidemark-0f8a7d6c5b",
        "a Secret for tests, of some length",
        "CHANGEME-CHANGEME-CHANGEME-CHANGEME",
        "local-development-only-0123",
      })
  void whatCanBeGuessedIsRefusedWithoutBeingShown(String secret) {
    ProductionRules.requireUnguessable(settings, "APP_KEY", new Secret(secret));
    assertThatThrownBy(settings::refuseIfWrong)
        .hasMessageStartingWith("APP_KEY must not be guessable in production")
        .hasMessageContaining("openssl rand -base64 32")
        .hasMessageNotContaining(secret);
  }

  @Test
  void whatChanceMadeIsTaken() {
    ProductionRules.requireUnguessable(
        settings, "APP_KEY", new Secret("q5Wm0m1bF3sUeJ1Q5b6kZy3hUqk2l0d8m4r7t9v1x2A="));
    settings.refuseIfWrong();
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, true",
    "127.8.9.10, true",
    "localhost, true",
    "::1, true",
    "[::1], true",
    "0.0.0.0, false",
    "::, false",
    "10.0.0.7, false",
    "127.evil.example.org, false",
    "localhost.example.org, false",
  })
  void onlyAddressesOfTheSameMachineAreLoopback(String host, boolean expected) {
    assertThat(ProductionRules.isLoopback(host)).isEqualTo(expected);
  }
}

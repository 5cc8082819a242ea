package dev.tidemark.conventions;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Each rule, seen to fail on code that breaks it and to accept code that does not.
class ArchitectureRulesTest {
  @Test
  void aServiceThatUsesAnotherIsNoticed() {
    var classes =
        Planted.classes(
            "package dev.tidemark.command; public class Door {}",
            "package dev.tidemark.query; class Reader { dev.tidemark.command.Door door; }");

    assertThat(ArchitectureRules.SERVICES_KNOW_NOTHING_OF_EACH_OTHER)
        .anyMatch(rule -> rule.evaluate(classes).hasViolation())
        .anyMatch(rule -> !rule.evaluate(classes).hasViolation());
  }

  @Test
  void sharedCodeThatUsesAServiceIsNoticed() {
    breaks(
        ArchitectureRules.SHARED_CODE_KNOWS_NO_SERVICE,
        "package dev.tidemark.command; public class Door {}",
        "package dev.tidemark.views; class View { dev.tidemark.command.Door door; }");
  }

  @Test
  void anAggregateThatReadsAFileIsNoticed() {
    breaks(
        ArchitectureRules.AGGREGATES_ARE_PURE,
        "package dev.tidemark.command.aggregates.order; class Order { java.nio.file.Path path; }");
    keeps(
        ArchitectureRules.AGGREGATES_ARE_PURE,
        """
        package dev.tidemark.command.aggregates.order;
        record Order(dev.tidemark.events.value.OrderId id, java.math.BigDecimal total) {}
        """);
  }

  @Test
  void aViewThatReadsAFileIsNoticed() {
    breaks(
        ArchitectureRules.EVENTS_AND_VIEWS_ARE_PURE,
        "package dev.tidemark.views; class View { java.nio.file.Path path; }");
  }

  @Test
  void aLibraryUsedOutsideOfItsPackagesIsNoticed() {
    var jdbc = Owner.ALL.stream().filter(owner -> owner.name().equals("JDBC")).findFirst();

    breaks(
        jdbc.orElseThrow().rule(),
        "package dev.tidemark.query.order; class Orders { java.sql.Connection connection; }");
    keeps(
        jdbc.orElseThrow().rule(),
        "package dev.tidemark.query.store; class Orders { java.sql.Connection connection; }");
  }

  @Test
  void aMeterOutsideOfMetersIsNoticed() {
    var library = "package io.micrometer.core; public class Counter {}";
    var body = " { io.micrometer.core.Counter counter; }";

    breaks(
        ArchitectureRules.METERS_ALONE_KNOW_MICROMETER,
        library,
        "package dev.tidemark.query; class Door" + body);
    keeps(
        ArchitectureRules.METERS_ALONE_KNOW_MICROMETER,
        library,
        "package dev.tidemark.query; class DoorMeters" + body);
  }

  @Test
  void packagesThatUseEachOtherAreNoticed() {
    breaks(
        ArchitectureRules.NO_CYCLES,
        "package dev.tidemark.one; public class One { dev.tidemark.two.Two two; }",
        "package dev.tidemark.two; public class Two { dev.tidemark.one.One one; }");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "package dev.tidemark.util; class Door {}",
        "package dev.tidemark.common.door; class Door {}",
        "package dev.tidemark; class DoorImpl {}",
        "package dev.tidemark; class DoorHelper {}",
        "package dev.tidemark; class DoorManager {}",
        "package dev.tidemark; class DoorUtils {}",
        "package dev.tidemark; class Door { static class Util {} }",
      })
  void namesThatSayNothingAreNoticed(String source) {
    breaks(ArchitectureRules.NAMES_SAY_SOMETHING, source);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "java.time.Instant.now()",
        "java.time.Clock.systemUTC()",
        "java.util.UUID.randomUUID()",
        "System.currentTimeMillis()",
        "Math.random()",
      })
  void timeAndChanceOutsideOfMainAreNoticed(String call) {
    var body = " { Object made = " + call + "; }";

    breaks(
        ArchitectureRules.TIME_AND_CHANCE_COME_FROM_MAIN,
        "package dev.tidemark.query; class Door" + body);
    keeps(
        ArchitectureRules.TIME_AND_CHANCE_COME_FROM_MAIN,
        "package dev.tidemark.query; class Main" + body);
  }

  @Test
  void timeFromAGivenClockIsFine() {
    keeps(
        ArchitectureRules.TIME_AND_CHANCE_COME_FROM_MAIN,
        """
        package dev.tidemark.query;
        class Door { Object at(java.time.Clock clock) { return java.time.Instant.now(clock); } }
        """);
  }

  @Test
  void aTestThatSleepsIsNoticed() {
    breaks(
        ArchitectureRules.TESTS_WAIT_FOR_CONDITIONS,
        "package dev.tidemark; class DoorTest { void t() throws Exception { Thread.sleep(1); } }");
  }

  @Test
  void aSkippedTestIsNoticed() {
    var classes =
        Planted.classes(
            "package dev.tidemark; class DoorTest { @org.junit.jupiter.api.Disabled void t() {} }",
            "package dev.tidemark; @org.junit.jupiter.api.Disabled class WindowTest {}");

    assertThat(ArchitectureRules.NO_TEST_IS_SKIPPED)
        .allMatch(rule -> rule.evaluate(classes).hasViolation());
  }

  private static void breaks(ArchRule rule, String... sources) {
    assertThat(rule.evaluate(Planted.classes(sources)).hasViolation()).isTrue();
  }

  private static void keeps(ArchRule rule, String... sources) {
    assertThat(rule.evaluate(Planted.classes(sources)).hasViolation()).isFalse();
  }
}

package dev.tidemark.conventions;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The rules, applied to everything that was compiled.
class ArchitectureTest {
  private static JavaClasses production;
  private static JavaClasses tests;

  @BeforeAll
  static void read() {
    production = Checkout.production();
    tests = Checkout.tests();
  }

  @Test
  void classesOfEveryModuleWithCodeAreSeen() {
    var packages = production.stream().map(type -> type.getPackageName()).toList();

    assertThat(packages).contains("dev.tidemark.events", "dev.tidemark.views");
    assertThat(tests.contain(ArchitectureTest.class)).isTrue();
  }

  @TestFactory
  Stream<DynamicTest> productionCode() {
    return Stream.of(
            ArchitectureRules.SERVICES_KNOW_NOTHING_OF_EACH_OTHER,
            Owner.ALL.stream().map(Owner::rule).toList(),
            List.of(
                ArchitectureRules.SHARED_CODE_KNOWS_NO_SERVICE,
                ArchitectureRules.AGGREGATES_ARE_PURE,
                ArchitectureRules.EVENTS_AND_VIEWS_ARE_PURE,
                ArchitectureRules.NO_CYCLES,
                ArchitectureRules.NAMES_SAY_SOMETHING,
                ArchitectureRules.TIME_AND_CHANCE_COME_FROM_MAIN))
        .flatMap(List::stream)
        .map(rule -> on(production, rule));
  }

  @TestFactory
  Stream<DynamicTest> testCode() {
    return Stream.concat(
            ArchitectureRules.NO_TEST_IS_SKIPPED.stream(),
            Stream.of(
                ArchitectureRules.TESTS_WAIT_FOR_CONDITIONS, ArchitectureRules.NAMES_SAY_SOMETHING))
        .map(rule -> on(tests, rule));
  }

  private static DynamicTest on(JavaClasses classes, ArchRule rule) {
    return DynamicTest.dynamicTest(rule.getDescription(), () -> rule.check(classes));
  }
}

package dev.tidemark.conventions;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import java.io.File;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
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
  void everyPackageOfEveryModuleIsSeen() {
    assertThat(production.stream().map(type -> type.getPackageName()))
        .containsAll(packages("src/main/java"));
    assertThat(tests.stream().map(type -> type.getPackageName()))
        .containsAll(packages("src/test/java"));
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
                ArchitectureRules.METERS_ALONE_KNOW_MICROMETER,
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

  /// All packages with classes, as they lie in the folders of the sources.
  private static Set<String> packages(String folder) {
    return Checkout.modules().stream()
        .map(module -> module.resolve(folder))
        .flatMap(sources ->
            Checkout.written(".java").stream()
                .filter(file -> file.startsWith(sources))
                .filter(file -> !file.endsWith("package-info.java"))
                .map(file -> sources.relativize(file.getParent()).toString()))
        .map(path -> path.replace(File.separatorChar, '.'))
        .collect(Collectors.toSet());
  }

  private static DynamicTest on(JavaClasses classes, ArchRule rule) {
    return DynamicTest.dynamicTest(rule.getDescription(), () -> rule.check(classes));
  }
}

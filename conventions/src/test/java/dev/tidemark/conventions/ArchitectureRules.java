package dev.tidemark.conventions;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Disabled;

/// Who may know whom.
final class ArchitectureRules {
  private static final List<String> SERVICES = List.of("command", "projection", "query");

  private static final String[] PURE = {
    "java.lang..",
    "java.util..",
    "java.time..",
    "java.math..",
    "java.nio.charset..",
    "org.jspecify..",
  };

  static final List<ArchRule> SERVICES_KNOW_NOTHING_OF_EACH_OTHER =
      SERVICES.stream().map(ArchitectureRules::alone).toList();

  /// Everything below may be used by the services, so it knows none of them.
  static final ArchRule SHARED_CODE_KNOWS_NO_SERVICE =
      noClasses()
          .that()
          .resideInAnyPackage(
              "dev.tidemark.events..",
              "dev.tidemark.views..",
              "dev.tidemark.runtime..",
              "dev.tidemark.localbroker..",
              "dev.tidemark.localstack..",
              "dev.tidemark.operator..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              SERVICES.stream().map(ArchitectureRules::within).toArray(String[]::new))
          .allowEmptyShould(true);

  static final ArchRule AGGREGATES_ARE_PURE =
      classes()
          .that()
          .resideInAPackage("dev.tidemark.command.aggregates..")
          .should()
          .onlyDependOnClassesThat(
              pureAnd(
                  "dev.tidemark.events",
                  "dev.tidemark.events.value",
                  "dev.tidemark.command.aggregates.."))
          .allowEmptyShould(true);

  static final ArchRule EVENTS_AND_VIEWS_ARE_PURE =
      classes()
          .that()
          .resideInAnyPackage(
              "dev.tidemark.events", "dev.tidemark.events.value", "dev.tidemark.views")
          .and(not(nameMatching(".*\\.(EventJson|ViewJson)(\\$.*)?")))
          .should()
          .onlyDependOnClassesThat(
              pureAnd("dev.tidemark.events", "dev.tidemark.events.value", "dev.tidemark.views"))
          .allowEmptyShould(true);

  /// What is measured is said in the words of the package; only its meters speak to the library.
  static final ArchRule METERS_ALONE_KNOW_MICROMETER =
      noClasses()
          .that(not(nameMatching(".*Meters(\\$.*)?")))
          .and()
          .resideOutsideOfPackage("dev.tidemark.runtime.metrics")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.micrometer..")
          .as("Micrometer is used in classes named …Meters only")
          .allowEmptyShould(true);

  static final ArchRule NO_CYCLES =
      slices().matching("dev.tidemark.(**)").should().beFreeOfCycles().allowEmptyShould(true);

  static final ArchRule NAMES_SAY_SOMETHING =
      noClasses()
          .should()
          .haveSimpleNameEndingWith("Impl")
          .orShould()
          .haveSimpleNameEndingWith("Helper")
          .orShould()
          .haveSimpleNameEndingWith("Manager")
          .orShould()
          .haveNameMatching("(?i).*\\b(utils?|common|misc|helpers?)\\b.*")
          .orShould()
          .haveNameMatching(".*(Utils?|Common|Misc)(\\$.*)?");

  static final ArchRule TIME_AND_CHANCE_COME_FROM_MAIN =
      noClasses()
          .that(not(simpleName("Main")))
          .should()
          .callMethodWhere(ambient(Instant.class, "now"))
          .orShould()
          .callMethodWhere(ambient(Clock.class, "systemUTC", "systemDefaultZone", "system"))
          .orShould()
          .callMethodWhere(ambient(InstantSource.class, "system"))
          .orShould()
          .callMethodWhere(ambient(UUID.class, "randomUUID"))
          .orShould()
          .callMethodWhere(ambient(System.class, "currentTimeMillis"))
          .orShould()
          .callMethodWhere(ambient(Math.class, "random"))
          .orShould()
          .callMethodWhere(ambient(RandomGenerator.class, "getDefault", "of"))
          .as("Clocks and sources of chance are made in Main and handed on")
          .allowEmptyShould(true);

  static final ArchRule TESTS_WAIT_FOR_CONDITIONS =
      noClasses()
          .should()
          .callMethodWhere(ambient(Thread.class, "sleep"))
          .orShould()
          .callMethodWhere(ambient(TimeUnit.class, "sleep"))
          .as("Tests wait for what they need, not for time to pass");

  static final List<ArchRule> NO_TEST_IS_SKIPPED =
      List.of(
          noMethods().should().beMetaAnnotatedWith(Disabled.class),
          noClasses().should().beMetaAnnotatedWith(Disabled.class));

  private ArchitectureRules() {}

  private static ArchRule alone(String service) {
    return noClasses()
        .that()
        .resideInAPackage(within(service))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            SERVICES.stream()
                .filter(other -> !other.equals(service))
                .map(ArchitectureRules::within)
                .toArray(String[]::new))
        .orShould()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.tidemark.localstack..", "dev.tidemark.operator..")
        .allowEmptyShould(true);
  }

  private static String within(String service) {
    return "dev.tidemark." + service + "..";
  }

  private static DescribedPredicate<JavaClass> pureAnd(String... packages) {
    return resideInAnyPackage(PURE)
        .or(resideInAnyPackage(packages))
        .and(not(assignableTo(Thread.class)))
        .and(not(resideInAnyPackage("java.lang.foreign..", "java.lang.management..")))
        .as("pure");
  }

  private static DescribedPredicate<JavaCall<?>> ambient(Class<?> owner, String... methods) {
    var names = List.of(methods);
    return DescribedPredicate.describe(
        owner.getSimpleName() + "." + names,
        call -> {
          AccessTarget target = call.getTarget();
          return target.getOwner().isEquivalentTo(owner)
              && names.contains(target.getName())
              && call.getTarget().getRawParameterTypes().stream()
                  .noneMatch(type -> type.isAssignableTo(Clock.class));
        });
  }
}

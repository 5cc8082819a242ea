package dev.tidemark.conventions;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.lang.ArchRule;
import java.util.List;

/// A library that would spread everywhere if it were let, and the few packages that speak to it.
///
/// @param library its packages
/// @param owners the packages that may use it
record Owner(String name, List<String> library, List<String> owners) {
  /// Where each process is put together; it hands the pieces on and uses none of them itself.
  private static final List<String> WIRING =
      List.of("dev.tidemark.command", "dev.tidemark.projection", "dev.tidemark.query");

  static final List<Owner> ALL =
      List.of(
          new Owner(
              "Kafka",
              List.of("org.apache.kafka..", "kafka.."),
              List.of(
                  "dev.tidemark.events.kafka",
                  "dev.tidemark.runtime.membership",
                  "dev.tidemark.localbroker..",
                  "dev.tidemark.chaos.observed",
                  "dev.tidemark.chaos.planted",
                  "dev.tidemark.localstack..",
                  "dev.tidemark.bench.commands",
                  "dev.tidemark.bench.freshness",
                  "dev.tidemark.bench.peer.streams",
                  "dev.tidemark.bench.rebuild",
                  "dev.tidemark.bench.recovery",
                  "dev.tidemark.bench.shop",
                  "dev.tidemark.command.log..",
                  "dev.tidemark.command.shard..",
                  "dev.tidemark.command.topics..",
                  "dev.tidemark.projection.log..",
                  "dev.tidemark.projection.runtime..",
                  "dev.tidemark.query.changes..",
                  "dev.tidemark.query.log..")),
          new Owner(
              "JDBC",
              List.of("java.sql..", "javax.sql..", "org.postgresql..", "com.zaxxer.."),
              List.of(
                  "dev.tidemark.chaos.observed",
                  "dev.tidemark.chaos.planted",
                  "dev.tidemark.localstack..",
                  "dev.tidemark.bench.footprint",
                  "dev.tidemark.bench.freshness",
                  "dev.tidemark.bench.peer..",
                  "dev.tidemark.bench.reads",
                  "dev.tidemark.bench.rebuild",
                  "dev.tidemark.bench.shop",
                  "dev.tidemark.projection.store..",
                  "dev.tidemark.projection.view..",
                  "dev.tidemark.query.store..")),
          new Owner(
              "Flyway", List.of("org.flywaydb.."), List.of("dev.tidemark.projection.store..")),
          new Owner(
              "Lettuce",
              List.of("io.lettuce.."),
              List.of(
                  "dev.tidemark.chaos.observed",
                  "dev.tidemark.chaos.planted",
                  "dev.tidemark.bench.footprint",
                  "dev.tidemark.bench.freshness",
                  "dev.tidemark.bench.peer.crud",
                  "dev.tidemark.bench.reads",
                  "dev.tidemark.bench.rebuild",
                  "dev.tidemark.views.cache",
                  "dev.tidemark.projection.cache..",
                  "dev.tidemark.query.cache..")),
          new Owner(
              "Testcontainers",
              List.of("org.testcontainers..", "com.github.dockerjava.."),
              List.of("dev.tidemark.localstack")),
          new Owner(
              "OpenTelemetry",
              List.of("io.opentelemetry.."),
              List.of("dev.tidemark.runtime.tracing")),
          new Owner(
              "Axon Framework",
              List.of("org.axonframework.."),
              List.of("dev.tidemark.bench.peer.axon")),
          new Owner("RocksDB", List.of("org.rocksdb.."), List.of("dev.tidemark.command.store..")),
          new Owner(
              "Javalin",
              List.of("io.javalin..", "org.eclipse.jetty..", "jakarta.servlet.."),
              List.of(
                  "dev.tidemark.runtime..",
                  "dev.tidemark.command.http..",
                  "dev.tidemark.projection.http..",
                  "dev.tidemark.query.http..")),
          new Owner(
              "picocli",
              List.of("picocli.."),
              List.of(
                  "dev.tidemark.chaos",
                  "dev.tidemark.bench",
                  "dev.tidemark.operator",
                  "dev.tidemark.operator.admin",
                  "dev.tidemark.operator.load",
                  "dev.tidemark.operator.verb")));

  ArchRule rule() {
    return noClasses()
        .that()
        .resideOutsideOfPackages(owners.toArray(String[]::new))
        .and()
        .resideOutsideOfPackages(WIRING.toArray(String[]::new))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(library.toArray(String[]::new))
        .as(name + " is used in " + owners + " only")
        .allowEmptyShould(true);
  }
}

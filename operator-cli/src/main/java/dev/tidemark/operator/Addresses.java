package dev.tidemark.operator;

import dev.tidemark.localstack.DataDirectory;
import dev.tidemark.localstack.system.WholeSystem;
import java.io.PrintWriter;

/// Where everything is, for people.
record Addresses(WholeSystem system, DataDirectory data) {
  void print(PrintWriter out) {
    var postgres = system.postgres();
    var label = "commands";
    for (var command : system.commands()) {
      print(out, label, command.address());
      label = "";
    }
    print(out, "queries", system.query().address());
    print(out, "projection", system.projection().address() + "/health/ready");
    label = "metrics";
    for (var service : system.services()) {
      print(out, label, service.metrics().toString());
      label = "";
    }
    print(out, "kafka", system.kafka().address());
    print(
        out,
        "postgres",
        "%s (user %s, password %s)"
            .formatted(postgres.address(), postgres.user(), postgres.password()));
    print(out, "redis", system.redis().address());
    print(out, "data, logs", data.root().toString());
    out.flush();
  }

  private static void print(PrintWriter out, String name, String address) {
    out.printf("  %-11s %s%n", name, address);
  }
}

package dev.tidemark.operator;

import dev.tidemark.localstack.DataDirectory;
import dev.tidemark.localstack.system.WholeSystem;
import java.io.PrintWriter;

/// What a newcomer wants to know once all is ready: where things are, and what to try first.
record Welcome(WholeSystem system, DataDirectory data) {
  void print(PrintWriter out, long tookNanos) {
    out.printf("Tidemark is up (%.1f s).%n%n", tookNanos / 1e9);
    new Addresses(system, data).print(out);
    out.printf(
        """

        Try:
          curl -i %1$s/v1/users -H 'Content-Type: application/json' -H 'Idempotency-Key: ada-1' \\
            -d '{"username":"ada","displayName":"Ada","country":"United Kingdom"}'
          curl -i %1$s/v1/users/ada/orders -H 'Content-Type: application/json' -H 'Idempotency-Key: ada-2' \\
            -d '{"currency":"GBP","lines":[{"sku":"tea","description":"Earl Grey","quantity":2,"unitPrice":"3.50"}]}'
          curl -i %2$s/v1/users/ada/orders
        """,
        system.command().address(), system.query().address());
    out.flush();
  }
}

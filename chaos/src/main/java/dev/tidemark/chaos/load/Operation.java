package dev.tidemark.chaos.load;

import dev.tidemark.chaos.history.Intent;
import java.util.concurrent.atomic.AtomicInteger;

/// One command that a client wants done, under one key, however often it asks.
record Operation(
    long number,
    Client client,
    Customer customer,
    Intent intent,
    String key,
    AtomicInteger attempts) {
  int nextAttempt() {
    return attempts.incrementAndGet();
  }
}

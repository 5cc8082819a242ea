package dev.tidemark.chaos.faults;

import dev.tidemark.localstack.StackProcess;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Starts a process while other things go wrong: one that ends on the way is started again, as
/// whoever looks after it would do.
final class Restart {
  private static final Logger LOG = LoggerFactory.getLogger(Restart.class);
  private static final int ATTEMPTS_MAX = 5;

  private Restart() {}

  static void of(StackProcess process) {
    for (int attempt = 1; attempt < ATTEMPTS_MAX; attempt++) {
      try {
        process.start();
        return;
      } catch (IllegalStateException e) {
        LOG.warn("{} did not start at attempt {}: {}", process.name(), attempt, e.getMessage());
      }
    }
    process.start();
  }
}

package dev.tidemark.chaos.faults;

import dev.tidemark.localstack.PostgresServer;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// An "immediate" shutdown: it leaves everything as it stands, and ends.
record PostgresCrash(PostgresServer postgres) implements Fault {
  private static final Duration ENDS_WITHIN = Duration.ofSeconds(10);

  @Override
  public void begin() throws IOException {
    var exit = postgres.onExit();
    new ProcessBuilder("kill", "-s", "QUIT", String.valueOf(postgres.pid())).start();
    try {
      exit.get(ENDS_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      throw new IOException("PostgreSQL did not end within " + ENDS_WITHIN, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void end() {
    Restart.of(postgres);
  }
}

package dev.tidemark.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

@DisabledIfSystemProperty(
    named = "stack",
    matches = "containers",
    disabledReason = "containers are ended by Testcontainers")
class OrphansIT {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final DataDirectory directory = DataDirectory.temporary();

  @AfterEach
  void delete() {
    directory.delete();
  }

  @Test
  void allServersEndWithAParentThatIsKilledEvenOneThatIsPaused() throws Exception {
    var parent =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dtidemark.home=" + Home.path(),
                "-cp",
                System.getProperty("java.class.path"),
                Parent.class.getName(),
                directory.root().toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      var children = children(parent);
      assertThat(children).hasSize(3).allMatch(ProcessHandle::isAlive);

      parent.destroyForcibly();

      for (var child : children) {
        awaitEnd(child);
      }
    } finally {
      parent.destroyForcibly().waitFor();
    }
  }

  /// Orphans may stay zombies where nobody adopts them: those have no command any more.
  private static void awaitEnd(ProcessHandle child) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (child.isAlive() && child.info().command().isPresent()) {
      assertThat(System.nanoTime()).as("time to end for %s", child.info()).isLessThan(deadline);
      try {
        child.onExit().get(50, TimeUnit.MILLISECONDS);
      } catch (TimeoutException stillThere) {
        continue;
      }
    }
  }

  private static List<ProcessHandle> children(Process parent) throws IOException {
    var line =
        new BufferedReader(
                new InputStreamReader(parent.getInputStream(), StandardCharsets.US_ASCII))
            .readLine();
    return Arrays.stream(line.split(" "))
        .map(pid -> ProcessHandle.of(Long.parseLong(pid)).orElseThrow())
        .toList();
  }

  /// A program that starts the servers, pauses one, says the process ids and waits to be killed.
  static final class Parent {
    private Parent() {}

    public static void main(String[] args) throws InterruptedException {
      var directory = new DataDirectory(Path.of(args[0]));
      var kafka = new KafkaServer(directory, Profile.TEST, Ports.free(), Ports.free());
      var postgres = new PostgresServer(directory, Profile.TEST, Ports.free());
      var redis = new RedisServer(directory, Ports.free());
      Together.each(List.of(kafka, postgres, redis), StackProcess::start);
      redis.pause();
      System.out.println(kafka.pid() + " " + postgres.pid() + " " + redis.pid());
      Thread.currentThread().join();
    }
  }
}

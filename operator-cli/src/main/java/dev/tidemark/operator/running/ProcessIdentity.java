package dev.tidemark.operator.running;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// A process id with the time when the process started: ids are given again, and a stranger's must
/// never be taken for ours.
public record ProcessIdentity(long pid, Instant startedAt) {
  /// The kernel tells the time since boot, and the time of boot to the second only.
  private static final Duration TOLERANCE = Duration.ofSeconds(2);

  public static ProcessIdentity of(ProcessHandle process) {
    return new ProcessIdentity(process.pid(), startOf(process));
  }

  public static ProcessIdentity parse(String text) {
    var parts = text.strip().split(" ", 2);
    return new ProcessIdentity(Long.parseLong(parts[0]), Instant.parse(parts[1]));
  }

  /// The process, unless it has ended. One that has ended and waits for its parent to take notice,
  /// which in a bare container may be for ever, has no command any more.
  public Optional<ProcessHandle> alive() {
    return ProcessHandle.of(pid)
        .filter(process -> process.isAlive() && process.info().command().isPresent())
        .filter(process ->
            Duration.between(startOf(process), startedAt).abs().compareTo(TOLERANCE) <= 0);
  }

  @Override
  public String toString() {
    return pid + " " + startedAt;
  }

  private static Instant startOf(ProcessHandle process) {
    return process.info().startInstant().orElse(Instant.EPOCH);
  }
}

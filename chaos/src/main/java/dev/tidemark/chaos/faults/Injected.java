package dev.tidemark.chaos.faults;

import org.jspecify.annotations.Nullable;

/// What came of a planned fault.
///
/// @param begunAt in ns since the run began
/// @param endedAt when it was undone: a process that was started answers; `begunAt` if it never was
///   done
/// @param trouble why it could not be done, or undone; null if all went well
public record Injected(Planned planned, long begunAt, long endedAt, @Nullable String trouble) {
  /// Whether it was done at all.
  public boolean wasDone() {
    return endedAt > begunAt;
  }
}

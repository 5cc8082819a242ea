package dev.tidemark.localstack;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/// A program that was started, from then until it ends: what can be known of it, and done to it.
interface Launched {
  long pid();

  /// With the process id it names a process for good: ids are used again.
  Instant startedAt();

  boolean isAlive();

  /// Completes with the exit code.
  CompletableFuture<Integer> onExit();

  boolean exitsWithin(Duration patience);

  /// SIGKILL, and returns when the program is gone.
  void kill();

  /// Asks the program to end, also one that is paused, and kills it when patience runs out.
  ///
  /// @return false if it had to be killed
  boolean stop(Duration patience);

  /// Stands still, with all processes that it has begun, and goes on when it is resumed.
  void pause();

  /// Changes nothing if it is not paused.
  void resume();

  /// What the program said last, for messages about its end.
  String logTail();
}

package dev.tidemark.projection.repair;

import java.time.Duration;

/// Says that a job is still worked on, and hears whether it shall be.
interface Pulse {
  /// To be called several times a second.
  ///
  /// @throws StoppedException if it shall not
  void beat();

  /// Waits a while, or until it shall stop.
  void rest(Duration span);

  /// The job is to be stopped, and is not done.
  final class StoppedException extends RuntimeException {
    StoppedException(String reason) {
      super(reason);
    }
  }
}

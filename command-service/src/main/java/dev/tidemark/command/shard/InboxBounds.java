package dev.tidemark.command.shard;

import java.time.Duration;

/// What may wait for one shard.
///
/// @param commandsMax how many commands
/// @param bytesMax how much memory they may take
/// @param waitMax how long the first of them may have waited for others to be let in as well: a
///   queue that is longer than what is decided in that time makes everybody late, and nobody faster
public record InboxBounds(int commandsMax, long bytesMax, Duration waitMax) {
  /// Who can wait outside leaves room for those who cannot.
  private static final int PATIENT_SHARE = 5;

  long waitMsMax(Duration patience) {
    return waitMax.toMillis() / (patience.isPositive() ? PATIENT_SHARE : 1);
  }
}

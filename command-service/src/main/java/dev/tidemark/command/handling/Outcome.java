package dev.tidemark.command.handling;

import dev.tidemark.events.consistency.Position;
import java.time.Instant;

/// What became of an accepted command, kept under its key for as long as keys are remembered, so
/// that whoever asks again is answered as the first time.
///
/// @param hash the command's fingerprint
/// @param version the aggregate's, after the command
/// @param position where its event stands
/// @param recordedAt when it was decided
public record Outcome(
    String hash, long version, Position position, Instant recordedAt, Result result) {
  /// The one that counts of two under the same key. There are two only where the first had been
  /// forgotten when the second was decided, and what is kept now reaches further back.
  public static Outcome later(Outcome one, Outcome other) {
    return other.recordedAt.isBefore(one.recordedAt) ? one : other;
  }
}

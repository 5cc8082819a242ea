package dev.tidemark.chaos.history;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Map;

/// A line of a history. All times are nanoseconds since the run began, by the monotonic clock of
/// the process that makes the load: one clock for all clients, so of any two moments it is known
/// which was earlier.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "entry")
@JsonSubTypes({
  @JsonSubTypes.Type(value = HistoryEntry.Begun.class, name = "begun"),
  @JsonSubTypes.Type(value = HistoryEntry.Invoked.class, name = "invoked"),
  @JsonSubTypes.Type(value = HistoryEntry.Attempted.class, name = "attempted"),
  @JsonSubTypes.Type(value = HistoryEntry.Read.class, name = "read"),
  @JsonSubTypes.Type(value = HistoryEntry.FaultBegun.class, name = "fault-begun"),
  @JsonSubTypes.Type(value = HistoryEntry.FaultEnded.class, name = "fault-ended"),
  @JsonSubTypes.Type(value = HistoryEntry.Quiet.class, name = "quiet")
})
public sealed interface HistoryEntry {
  /// The first line: what it takes to run the same again.
  ///
  /// @param startedAt UTC, ISO 8601
  /// @param versions of the system, its servers and the machine
  record Begun(
      long seed, String startedAt, Map<String, String> settings, Map<String, String> versions)
      implements HistoryEntry {
    public Begun {
      settings = Map.copyOf(settings);
      versions = Map.copyOf(versions);
    }
  }

  /// A client is about to send a command for the first time. Written before it is sent: what has no
  /// attempt that ended may have been done all the same.
  ///
  /// @param operation 1, 2, 3 …; one for all attempts under the same key
  /// @param key the idempotency key, of no other operation of the run
  record Invoked(long operation, int client, String key, Intent intent, long at)
      implements HistoryEntry {}

  /// An attempt to get the command done has ended. Attempts of one operation may overlap.
  ///
  /// @param attempt 1, 2, 3 …
  /// @param instance whom it was sent to
  /// @param sentAt before the first byte was sent
  /// @param endedAt after the last byte was read, or the attempt was given up
  record Attempted(
      long operation, int attempt, String instance, long sentAt, long endedAt, Outcome outcome)
      implements HistoryEntry {}

  /// A read has ended.
  ///
  /// @param read 1, 2, 3 …
  /// @param id of the user, session or order
  /// @param carried the `Consistency-Token` of the request; empty if it had none
  record Read(
      long read,
      int client,
      Freshness freshness,
      Resource resource,
      String id,
      String carried,
      String instance,
      long begunAt,
      long endedAt,
      Seen seen)
      implements HistoryEntry {}

  /// @param fault 1, 2, 3 …
  /// @param kind such as `kill` or `pause`
  /// @param target what it was done to, such as `command-2` or `command-1 > kafka`
  record FaultBegun(long fault, String kind, String target, long at) implements HistoryEntry {}

  /// What was done has been undone; the system may still be recovering.
  record FaultEnded(long fault, long at) implements HistoryEntry {}

  /// No faults and no load any more, and every view has reached the end of the log.
  record Quiet(long at) implements HistoryEntry {}
}

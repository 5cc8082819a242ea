package dev.tidemark.projection.admin;

import dev.tidemark.events.Envelope;
import dev.tidemark.projection.batch.LogRecord;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// One aggregate as the log, PostgreSQL and Redis have it, side by side. A store that could not be
/// asked is absent.
///
/// @param verdict what comparing them came to
/// @param notes why, for people
record AggregateReport(
    String kind,
    String id,
    int shard,
    Instant at,
    Verdict verdict,
    List<String> notes,
    @Nullable InLog log,
    @Nullable InPostgres postgres,
    @Nullable InRedis redis,
    Map<String, String> unavailable) {
  /// From good to bad.
  enum Verdict {
    /// Each store has what the log made of it up to the store's own position.
    AGREE,
    /// They agree, but some have not all of it yet.
    BEHIND,
    /// Events of it are parked.
    PARKED,
    /// Something could not be asked, or not all of the log was read in time.
    UNKNOWN,
    /// A store has something else than what the log says.
    DIFFER
  }

  /// @param position what comes next after all that is committed
  /// @param complete whether all of it was read
  /// @param recordsRead of all aggregates
  /// @param state folded from the events; absent if there are none
  record InLog(
      long position,
      boolean complete,
      long recordsRead,
      List<LoggedEvent> events,
      @Nullable JsonNode state) {}

  /// @param position up to where its shard is applied
  /// @param sourceOffset of the last event folded into the row
  /// @param row absent if there is none
  /// @param timelineEvents in its timeline
  record InPostgres(
      long position,
      @Nullable Long sourceOffset,
      @Nullable JsonNode row,
      long timelineEvents,
      List<ParkedEvent> parked) {}

  record ParkedEvent(long offset, String cause) {}

  /// @param watermark up to where its shard is written through; absent if it never was
  /// @param leaseMs how long readers may still trust it; 0 if they bypass it
  /// @param cached whether there is a value
  /// @param version of the value: the offset of its last event
  /// @param view the value; absent if it says that there is no such aggregate
  /// @param timeToLiveMs of the value
  record InRedis(
      @Nullable Long watermark,
      long leaseMs,
      boolean cached,
      @Nullable Long version,
      @Nullable JsonNode view,
      @Nullable Long timeToLiveMs) {}

  /// @param cause why it cannot be read or folded; absent if it can
  record LoggedEvent(
      long offset,
      String type,
      @Nullable Long sequence,
      @Nullable Instant occurredAt,
      @Nullable Instant recordedAt,
      @Nullable String commandId,
      @Nullable Long term,
      String data,
      @Nullable String cause) {
    static LoggedEvent of(LogRecord found, @Nullable Envelope envelope, @Nullable String cause) {
      return new LoggedEvent(
          found.offset(),
          found.raw().header("ce_type"),
          envelope == null ? null : envelope.sequence(),
          envelope == null ? null : envelope.occurredAt(),
          envelope == null ? null : envelope.recordedAt(),
          envelope == null ? null : envelope.commandId().value(),
          envelope == null ? null : envelope.term(),
          found.raw().text(),
          cause);
    }
  }
}

package dev.tidemark.command.http;

import dev.tidemark.command.handling.CommandRequest;
import dev.tidemark.command.handling.CommandRequest.Trace;
import dev.tidemark.command.handling.Precondition;
import dev.tidemark.events.value.CommandId;
import dev.tidemark.runtime.http.Request;
import dev.tidemark.runtime.problem.Problem;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/// Makes of what a client asks for the request that its shard decides. What is not valid ends here.
final class CommandRequests {
  private static final Duration FUTURE_MAX = Duration.ofMinutes(5);

  /// What a command takes besides its text.
  private static final int OVERHEAD_BYTES = 512;

  private final CommandReader reader;
  private final Fingerprint fingerprint;
  private final InstantSource clock;
  private final Duration timeToDecide;

  CommandRequests(
      CommandReader reader, Fingerprint fingerprint, InstantSource clock, Duration timeToDecide) {
    this.reader = reader;
    this.fingerprint = fingerprint;
    this.clock = clock;
    this.timeToDecide = timeToDecide;
  }

  /// What stands beside a command.
  record Circumstances(CommandId key, Precondition precondition, Trace trace) {}

  /// When the client gives up.
  ///
  /// @param arrived when its request did
  Instant deadline(Request request, Instant arrived) {
    return arrived.plus(CommandHeaders.timeout(request, timeToDecide));
  }

  /// @param bytes of the command's text
  CommandRequest of(Asked asked, Circumstances circumstances, Instant deadline, int bytes) {
    CommandReader.Wanted wanted = reader.read(asked);
    return new CommandRequest(
        circumstances.key(),
        fingerprint.of(asked, wanted.body()),
        wanted.command(),
        circumstances.precondition(),
        occurredAt(asked, wanted.body().occurredAt()),
        circumstances.trace(),
        deadline,
        bytes + OVERHEAD_BYTES);
  }

  /// Microseconds are what every view can keep.
  private @Nullable Instant occurredAt(Asked asked, @Nullable Instant occurredAt) {
    if (occurredAt == null) {
      return null;
    }
    if (occurredAt.isBefore(Instant.EPOCH)
        || occurredAt.isAfter(clock.instant().plus(FUTURE_MAX))) {
      throw Problem.invalidField(
              asked.at("occurredAt"),
              "Expected a time from 1970 on and at most 5 minutes ahead, but was " + occurredAt)
          .exception();
    }
    return occurredAt.truncatedTo(ChronoUnit.MICROS);
  }
}

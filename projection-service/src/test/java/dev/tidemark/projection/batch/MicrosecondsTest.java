package dev.tidemark.projection.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.events.Envelope;
import dev.tidemark.events.SessionEvent.SessionStarted;
import dev.tidemark.events.consistency.Position;
import dev.tidemark.events.kafka.LogEntry;
import dev.tidemark.projection.given.Customer;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MicrosecondsTest {
  @Test
  void nanosecondsAreCutOffNotRounded() {
    var fine = Instant.parse("2026-01-01T00:00:00.999999999Z");
    var alice = new Customer("alice", new Random(1));
    var started = alice.starts(alice.newSession());
    var event = (SessionStarted) started.event();
    var envelope =
        new Envelope(
            new SessionStarted(event.sessionId(), event.username(), fine),
            1,
            started.commandId(),
            "hash",
            1,
            null,
            null,
            null,
            fine,
            fine);

    var entry = Microseconds.in(new LogEntry.Recorded(new Position(event.topic(), 0, 0), envelope));

    var cut = Instant.parse("2026-01-01T00:00:00.999999Z");
    var read = ((LogEntry.Recorded) entry).envelope();
    assertThat(read.occurredAt()).isEqualTo(cut);
    assertThat(read.recordedAt()).isEqualTo(cut);
    assertThat(((SessionStarted) read.event()).expiresAt()).isEqualTo(cut);
  }
}

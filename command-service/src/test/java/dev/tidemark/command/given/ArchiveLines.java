package dev.tidemark.command.given;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tidemark.events.Envelope;
import dev.tidemark.events.UserEvent.UserRegistered;
import dev.tidemark.events.codec.EventCodec;
import dev.tidemark.events.kafka.EventRecords;
import dev.tidemark.events.value.CommandId;
import dev.tidemark.events.value.Username;
import java.time.Instant;
import org.apache.kafka.common.header.Header;
import tools.jackson.databind.json.JsonMapper;

/// Events of another log, as lines of its archive.
public final class ArchiveLines {
  private static final EventRecords RECORDS = new EventRecords(new EventCodec());
  private static final Instant THEN = Instant.parse("2026-01-02T03:04:05.678Z");

  private ArchiveLines() {}

  public static String registered(Username username) {
    var envelope =
        new Envelope(
            new UserRegistered(username, null, null, null),
            1,
            new CommandId("then"),
            "0123456789abcdef".repeat(4),
            7,
            null,
            null,
            null,
            THEN,
            THEN);
    var written = RECORDS.write(envelope, 0);
    var line = JsonMapper.shared().createObjectNode();
    line.put("offset", 1).put("timestamp", written.timestamp());
    line.put("key", new String(written.key(), UTF_8));
    var headers = line.putArray("headers");
    for (Header header : written.headers()) {
      headers.addObject().put("name", header.key()).put("value", new String(header.value(), UTF_8));
    }
    return line.put("value", new String(written.value(), UTF_8)).toString();
  }
}

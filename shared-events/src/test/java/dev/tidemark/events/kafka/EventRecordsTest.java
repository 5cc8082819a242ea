package dev.tidemark.events.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.events.Envelope;
import dev.tidemark.events.Event;
import dev.tidemark.events.EventTopic;
import dev.tidemark.events.archive.Prefix;
import dev.tidemark.events.archive.ShardImport;
import dev.tidemark.events.codec.EventCodec;
import dev.tidemark.events.codec.SampleEvents;
import dev.tidemark.events.consistency.Position;
import dev.tidemark.events.value.CommandId;
import dev.tidemark.events.value.InvalidValueException;
import dev.tidemark.events.value.Username;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class EventRecordsTest {
  private final EventRecords records = new EventRecords(new EventCodec());

  @Test
  void everyEventIsReadAsItWasWritten() {
    for (Event event : SampleEvents.byType().values()) {
      Envelope envelope = envelope(event);

      LogEntry read = records.read(consumed(records.write(envelope, 3), 42));

      assertThat(read)
          .isEqualTo(new LogEntry.Recorded(new Position(event.topic(), 3, 42), envelope));
    }
  }

  @Test
  void aRecordIsACloudEventKeyedByItsCustomer() {
    var written = records.write(envelope(SampleEvents.byType().get("order.paid.v1")), 1);

    assertThat(written.topic()).isEqualTo("orders.events");
    assertThat(written.partition()).isEqualTo(1);
    assertThat(new String(written.key(), UTF_8)).isEqualTo("alice");
    assertThat(header(written, "ce_specversion")).isEqualTo("1.0");
    assertThat(header(written, "ce_type")).isEqualTo("order.paid.v1");
    assertThat(header(written, "ce_source")).isEqualTo("/tidemark/orders.events");
    assertThat(header(written, "ce_id")).isEqualTo("0199a1b2-c3d4-7b1c-9abc-def012345678:2");
    assertThat(header(written, "ce_time")).isEqualTo("2011-08-31T17:00:00Z");
    assertThat(header(written, "content-type")).isEqualTo("application/json");
  }

  @Test
  void aMarkerIsReadAsAMarker() {
    Instant now = Instant.parse("2026-01-02T03:04:05Z");

    LogEntry read = records.read(consumed(records.marker(EventTopic.USERS, 2, 99, now), 5));

    assertThat(read).isEqualTo(new LogEntry.Marker(new Position(EventTopic.USERS, 2, 5), 99));
  }

  @Test
  void howFarAShardIsImportedIsReadAsItWasWritten() {
    var state = ShardImport.begun("a log").with(EventTopic.ORDERS, Prefix.NONE.and(new byte[1]));
    for (ShardImport each : new ShardImport[] {state, state.end()}) {
      var written = records.imported(each, 2, 99, Instant.EPOCH);

      assertThat(records.read(consumed(written, 5)))
          .isEqualTo(new LogEntry.Imported(new Position(EventTopic.USERS, 2, 5), each));
    }
    assertThat(header(records.imported(state, 2, 99, Instant.EPOCH), "ce_id"))
        .isEqualTo("shard:2:import:1");
  }

  /// A customer may be called `shard-2`, and have as many events as the term's number says.
  @Test
  void aMarkerHasNoIdThatAnEventCouldHave() {
    var marker = records.marker(EventTopic.USERS, 2, 99, Instant.EPOCH);

    assertThat(header(marker, "ce_id")).isEqualTo("shard:2:99");
    assertThatThrownBy(() -> new Username(header(marker, "ce_subject")))
        .isInstanceOf(InvalidValueException.class);
  }

  @Test
  void anUnknownTypeBelongsToItsAggregate() {
    var written = records.write(envelope(SampleEvents.byType().get("order.paid.v1")), 0);
    written.headers().remove("ce_type").add("ce_type", "order.gifted.v1".getBytes(UTF_8));

    assertThat(records.read(consumed(written, 8)))
        .isInstanceOfSatisfying(
            LogEntry.Unreadable.class,
            unreadable -> {
              assertThat(unreadable.subject()).isEqualTo("0199a1b2-c3d4-7b1c-9abc-def012345678");
              assertThat(unreadable.cause()).contains("order.gifted.v1");
            });
  }

  @Test
  void aRecordOfAStrangerIsUnreadableAndNoError() {
    var bare = new ConsumerRecord<byte[], byte[]>("users.events", 0, 4, null, null);
    var binary = new ConsumerRecord<>("users.events", 0, 5, new byte[] {(byte) 0xff}, new byte[0]);

    assertThat(((LogEntry.Unreadable) records.read(bare)).subject()).isEqualTo("users.events/0/4");
    assertThat(((LogEntry.Unreadable) records.read(binary)).subject())
        .isEqualTo("users.events/0/5");
  }

  @Test
  void headersThatDoNotFitMakeARecordUnreadable() {
    for (String name : new String[] {"ce_sequence", "ce_term", "ce_time", "ce_subject"}) {
      var written = records.write(envelope(SampleEvents.byType().get("order.paid.v1")), 0);
      written.headers().remove(name).add(name, "nonsense".getBytes(UTF_8));

      assertThat(records.read(consumed(written, 1))).isInstanceOf(LogEntry.Unreadable.class);
    }
  }

  private static Envelope envelope(Event event) {
    return new Envelope(
        event,
        2,
        new CommandId("key-1"),
        "hash",
        7,
        "conversation",
        null,
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        Instant.parse("2011-08-31T17:00:00Z"),
        Instant.parse("2026-01-02T03:04:05.678901Z"));
  }

  private static String header(ProducerRecord<byte[], byte[]> written, String name) {
    Header header = written.headers().lastHeader(name);
    return new String(header.value(), UTF_8);
  }

  private static ConsumerRecord<byte[], byte[]> consumed(
      ProducerRecord<byte[], byte[]> written, long offset) {
    return new ConsumerRecord<>(
        written.topic(),
        written.partition(),
        offset,
        written.timestamp(),
        TimestampType.CREATE_TIME,
        written.key().length,
        written.value().length,
        written.key(),
        written.value(),
        new RecordHeaders(written.headers()),
        Optional.empty());
  }
}

package dev.tidemark.events.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.events.Envelope;
import dev.tidemark.events.Event;
import dev.tidemark.events.EventTopic;
import dev.tidemark.events.archive.ShardImport;
import dev.tidemark.events.codec.EventCodec;
import dev.tidemark.events.codec.SampleEvents;
import dev.tidemark.events.codec.UnreadableEventException;
import dev.tidemark.events.kafka.ArchivedRecords.Line;
import dev.tidemark.events.value.CommandId;
import java.time.Instant;
import java.util.Base64;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class ArchivedRecordsTest {
  private static final int SHARD = 3;

  private final EventCodec codec = new EventCodec();
  private final EventRecords records = new EventRecords(codec);
  private final ArchivedRecords archived = new ArchivedRecords(records);

  @Test
  void everyEventIsMadeAgainByteForByte() throws Exception {
    for (String type : SampleEvents.byType().keySet()) {
      Event event = routed(type);
      var written = records.write(envelope(event), SHARD);
      written.headers().add("of-later-versions", new byte[] {(byte) 0xff, 0});

      assertThat(read(event.topic(), line(written)))
          .isInstanceOfSatisfying(
              Line.Event.class,
              read -> {
                assertThat(read.envelope()).isEqualTo(envelope(event));
                assertThat(read.original())
                    .usingRecursiveComparison()
                    .ignoringFields("headers")
                    .isEqualTo(written);
                assertThat(read.original().headers().toArray())
                    .isEqualTo(written.headers().toArray());
                assertThat(read.slot()).isEqualTo(event.username().slot());
              });
    }
  }

  @Test
  void recordsOfTheShardAreToldFromEvents() {
    var marker = records.marker(EventTopic.USERS, SHARD, 99, Instant.EPOCH);
    var imported = records.imported(ShardImport.begun("a log"), SHARD, 99, Instant.EPOCH);

    assertThat(read(EventTopic.USERS, line(marker))).isEqualTo(new Line.OfShard());
    assertThat(read(EventTopic.USERS, line(imported))).isEqualTo(new Line.OfShard());
  }

  @Test
  void whatIsNoEventOrStandsWhereNobodyLooksIsUnreadable() throws Exception {
    String line = line(records.write(envelope(routed("order.paid.v1")), SHARD));

    assertUnreadable(EventTopic.ORDERS, "no JSON");
    assertUnreadable(EventTopic.ORDERS, "{}");
    assertUnreadable(EventTopic.ORDERS, line.replace("order.paid.v1", "order.gifted.v1"));
    assertUnreadable(EventTopic.ORDERS, line.replace("\"key\":\"alice\"", "\"key\":\"bob\""));
    assertUnreadable(EventTopic.ORDERS, line.replace("\"key\":\"alice\",", ""));
    assertUnreadable(EventTopic.USERS, line);
    assertUnreadable(EventTopic.ORDERS, line.replaceAll("-7[0-9a-f]{3}-", "-7000-"));
  }

  /// A sample whose ids hold the slot of its customer.
  private Event routed(String type) throws UnreadableEventException {
    Event sample = SampleEvents.byType().get(type);
    String slot = "-7%03x-".formatted(sample.username().slot().value());
    String json = new String(codec.encode(sample), UTF_8).replaceAll("-7[0-9a-f]{3}-", slot);
    return codec.decode(type, json.getBytes(UTF_8));
  }

  private void assertUnreadable(EventTopic topic, String line) {
    assertThat(read(topic, line)).as(line).isInstanceOf(Line.Unreadable.class);
  }

  private Line read(EventTopic topic, String line) {
    return archived.read(topic, SHARD, line.getBytes(UTF_8));
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
        null,
        Instant.parse("2011-08-31T17:00:00Z"),
        Instant.parse("2026-01-02T03:04:05.678Z"));
  }

  private static String line(ProducerRecord<byte[], byte[]> written) {
    ObjectNode line = JsonMapper.shared().createObjectNode();
    line.put("offset", 5).put("timestamp", written.timestamp());
    line.put("key", new String(written.key(), UTF_8));
    var headers = line.putArray("headers");
    for (Header header : written.headers()) {
      var one = headers.addObject().put("name", header.key());
      if (header.key().startsWith("of-later")) {
        one.put("valueBase64", Base64.getEncoder().encodeToString(header.value()));
      } else {
        one.put("value", new String(header.value(), UTF_8));
      }
    }
    return line.put("value", new String(written.value(), UTF_8)).toString();
  }
}

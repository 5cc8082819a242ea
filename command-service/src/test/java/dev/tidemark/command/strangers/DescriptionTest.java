package dev.tidemark.command.strangers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.events.Envelope;
import dev.tidemark.events.Event;
import dev.tidemark.events.EventTopic;
import dev.tidemark.events.archive.Prefix;
import dev.tidemark.events.archive.ShardImport;
import dev.tidemark.events.codec.EventCodec;
import dev.tidemark.events.kafka.EventRecords;
import dev.tidemark.events.kafka.ShardOpened;
import dev.tidemark.events.value.CommandId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// `docs/asyncapi.yaml` describes what is written, all of it and nothing else.
class DescriptionTest {
  private static final String MARKER = "shard.opened.v1";
  private static final String IMPORT = "shard.imported.v1";

  private final AsyncApi description = AsyncApi.read();
  private final EventCodec codec = new EventCodec();
  private final EventRecords records = new EventRecords(codec);

  static Stream<String> types() {
    return new EventCodec().types().stream().sorted();
  }

  @Test
  void everyTopicIsDescribedAndNoOther() {
    var topics = Arrays.stream(EventTopic.values()).map(EventTopic::topicName);

    assertThat(description.topics())
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(topics, Stream.of(ShardOpened.TOPIC)).toList());
  }

  @Test
  void everyTypeIsDescribedInItsTopicAndNoOther() throws Exception {
    var expected =
        Arrays.stream(EventTopic.values())
            .collect(Collectors.toMap(EventTopic::topicName, _ -> new TreeSet<>(List.of(MARKER))));
    expected.get(EventTopic.USERS.topicName()).add(IMPORT);
    for (String type : codec.types()) {
      expected.get(golden(type).topic().topicName()).add(type);
    }

    assertThat(expected)
        .allSatisfy((topic, types) -> assertThat(description.messages(topic)).isEqualTo(types));
  }

  @ParameterizedTest
  @MethodSource("types")
  void aGoldenFileIsAsDescribed(String type) throws Exception {
    String value = Files.readString(file(type));

    assertThat(description.undescribed(type, written(type).withValue(value))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("types")
  void aRecordWithAllItsHeadersIsAsDescribed(String type) throws Exception {
    assertThat(description.undescribed(type, written(type))).isEmpty();
  }

  @Test
  void howFarAnImportIsIsAsDescribed() {
    var state =
        ShardImport.begun("MkU3 a b c").with(EventTopic.ORDERS, Prefix.NONE.and(new byte[1]));
    for (ShardImport each : List.of(ShardImport.begun("MkU3 a b c"), state, state.end())) {
      var line = LogLine.of(records.imported(each, 255, 7, Instant.EPOCH));
      assertThat(description.undescribed(IMPORT, line)).isEmpty();
    }
  }

  @Test
  void markersAndOwnersAreAsDescribed() {
    for (EventTopic topic : EventTopic.values()) {
      var marker = LogLine.of(records.marker(topic, 255, 7, Instant.EPOCH));
      assertThat(description.undescribed(MARKER, marker)).isEmpty();
    }
    var owner = new ShardOpened(3, "node-1", "http://10.0.0.7:8081").write();

    assertThat(description.undescribed("owner", LogLine.of(owner))).isEmpty();
  }

  private LogLine written(String type) throws Exception {
    var envelope =
        new Envelope(
            golden(type),
            7,
            new CommandId("key-1"),
            "0123456789abcdef".repeat(4),
            9,
            "conversation 1",
            "message 1",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            Instant.parse("2011-08-31T17:00:00Z"),
            Instant.parse("2026-01-02T03:04:05.678Z"));
    return LogLine.of(records.write(envelope, 0));
  }

  private Event golden(String type) throws Exception {
    return codec.decode(type, Files.readAllBytes(file(type)));
  }

  private static Path file(String type) {
    return AsyncApi.home().resolve("shared-events/src/test/resources/golden/" + type + ".json");
  }
}

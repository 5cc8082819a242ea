package dev.tidemark.operator.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.events.Envelope;
import dev.tidemark.events.Event;
import dev.tidemark.events.EventTopic;
import dev.tidemark.events.SessionEvent.SessionStarted;
import dev.tidemark.events.UserEvent.UserDeactivated;
import dev.tidemark.events.UserEvent.UserRegistered;
import dev.tidemark.events.codec.EventCodec;
import dev.tidemark.events.kafka.EventRecords;
import dev.tidemark.events.value.CommandId;
import dev.tidemark.events.value.SessionId;
import dev.tidemark.events.value.Username;
import dev.tidemark.operator.archive.Manifest.Stretch;
import dev.tidemark.operator.verb.ExitCode;
import dev.tidemark.operator.verb.Failure;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// An archive of two shards, and systems that it is imported into.
class ImportingTest {
  private static final int SHARDS = 2;
  private static final int CUSTOMERS = 20;
  private static final int EVENTS = 3 * CUSTOMERS;
  private static final int LINES_MAX = 7;
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");

  private final EventRecords records = new EventRecords(new EventCodec());
  private final Map<String, List<String>> log = new HashMap<>();

  @TempDir private Path folder;

  /// Each customer's events stand between those of others; each partition begins with a marker.
  @BeforeEach
  void archive() throws Exception {
    log.clear();
    for (EventTopic topic : EventTopic.values()) {
      for (int shard = 0; shard < SHARDS; shard++) {
        add(records.marker(topic, shard, 7, NOW));
      }
    }
    var random = new Random(1);
    for (int i = 0; i < CUSTOMERS; i++) {
      add(new UserRegistered(customer(i), null, null, null), 1);
    }
    for (int i = 0; i < CUSTOMERS; i++) {
      var session = SessionId.mint(customer(i).slot(), NOW, random);
      add(new SessionStarted(session, customer(i), NOW), 1);
      add(new UserDeactivated(customer(i), null), 2);
    }
    write();
  }

  @Test
  void everyEventComesToItsShardInItsOrder() throws Exception {
    var target = new MemoryTarget(SHARDS);

    assertThat(importing(target).run()).isEqualTo(EVENTS);

    for (EventTopic topic : EventTopic.values()) {
      for (int shard = 0; shard < SHARDS; shard++) {
        List<String> archived = log.get(key(topic.topicName(), shard));
        assertThat(target.lines(shard, topic)).isEqualTo(archived.subList(1, archived.size()));
      }
    }
    assertThat(target.isOpen()).isTrue();
  }

  @Test
  void aSystemOfAnotherNumberOfShardsHoldsTheSame() throws Exception {
    for (int shards : new int[] {1, 3, 4}) {
      var target = new MemoryTarget(shards);
      assertThat(importing(target).run()).isEqualTo(EVENTS);
      for (int i = 0; i < CUSTOMERS; i++) {
        var customer = customer(i);
        int shard = customer.slot().shard(shards);
        assertThat(target.lines(shard, EventTopic.USERS))
            .filteredOn(line -> line.contains("\"key\":\"" + customer + "\""))
            .extracting(line -> line.contains("user.registered"))
            .containsExactly(true, false);
      }
    }
  }

  @Test
  void anInterruptedImportGoesOnAndSendsNothingTwice() throws Exception {
    var target = new MemoryTarget(SHARDS);
    int takes = 0;
    while (!target.isOpen()) {
      target.takes(takes);
      try {
        importing(target).run();
      } catch (IllegalStateException interrupted) {
        assertThat(interrupted).hasMessage("interrupted");
        assertThat(target.isOpen()).isFalse();
      }
      takes = 1;
    }

    var straight = new MemoryTarget(SHARDS);
    importing(straight).run();
    for (int shard = 0; shard < SHARDS; shard++) {
      assertThat(target.look(shard)).isEqualTo(straight.look(shard));
    }
  }

  @Test
  void asManyAsWereThereAreNotTakenAgain() throws Exception {
    var target = new MemoryTarget(SHARDS);
    importing(target).run();
    int changes = target.changes();

    var again = importing(target);

    assertThat(again.run()).isZero();
    assertThat(again.progress().done()).isEqualTo(EVENTS);
    assertThat(target.changes()).isEqualTo(changes);
  }

  @Test
  void aSystemWithEventsOfItsOwnIsLeftAlone() {
    var target = new MemoryTarget(SHARDS);
    target.hold();

    assertRefused(target, "Expected an empty system");
  }

  @Test
  void aSystemThatIsFilledFromAnotherLogIsLeftAlone() {
    var target = new MemoryTarget(SHARDS);
    target.begin(0, "another log");
    int changes = target.changes();

    assertRefused(target, "another log");
    assertThat(target.changes()).isEqualTo(changes);
  }

  @Test
  void whereOneShardTookACommandMeanwhileTheOthersAreOpenAgain() {
    var target = new MemoryTarget(SHARDS);
    target.overtake(1);

    assertRefused(target, "Expected an empty shard");

    assertThat(target.look(0).imported()).hasValueSatisfying(it -> assertThat(it.ended()).isTrue());
    assertThat(target.look(0).empty()).isTrue();
  }

  @Test
  void shardsThatAKilledRunHadClosedAreOpenAgainOnceTheNextOneIsRefused() {
    var target = new MemoryTarget(SHARDS);
    target.begin(0, "the log");
    target.hold();

    assertRefused(target, "Expected an empty system");

    assertThat(target.look(0).imported()).hasValueSatisfying(it -> assertThat(it.ended()).isTrue());
  }

  @Test
  void whatIsThereMustBeTheBeginningOfThisArchive() throws Exception {
    var target = new MemoryTarget(SHARDS);
    importing(target).run();
    var users = log.get(key("users.events", 0));
    users.set(1, users.get(1).replace("key-1", "key-2"));
    write();
    assertRefused(target, "others");

    users.removeLast();
    users.set(1, users.get(1).replace("key-2", "key-1"));
    write();
    assertRefused(target, "holds only");

    archive();
    add(new UserRegistered(new Username("late"), null, null, null), 1);
    write();
    assertRefused(target, "the archive holds more");
  }

  @Test
  void whatIsNoEventOrOfAnotherShardIsFoundBeforehand() throws Exception {
    assertThat(Importable.of(folder)).isEqualTo(new Importable(List.of(), EVENTS));
    var users = log.get(key("users.events", 0));
    users.set(1, users.get(1).replace("user.registered.v1", "user.married.v1"));
    users.set(2, log.get(key("users.events", 1)).get(2));
    write();

    assertThat(Importable.of(folder).findings())
        .hasSize(2)
        .anySatisfy(finding -> assertThat(finding).contains("offset 1:", "user.married.v1"))
        .anySatisfy(finding -> assertThat(finding).contains("offset 2:", "it is of 1"));
  }

  private void assertRefused(MemoryTarget target, String why) {
    assertThatThrownBy(() -> importing(target).run())
        .isInstanceOfSatisfying(
            Failure.class, failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.REFUSED))
        .hasMessageContaining(why);
  }

  private Importing importing(ImportTarget target) {
    return new Importing(folder, Manifest.read(folder), target, EVENTS, LINES_MAX);
  }

  private static Username customer(int number) {
    return new Username("customer-" + number);
  }

  private void add(Event event, long sequence) {
    var envelope =
        new Envelope(
            event, sequence, new CommandId("key-1"), "hash", 7, null, null, null, NOW, NOW);
    add(records.write(envelope, event.username().slot().shard(SHARDS)));
  }

  private void add(ProducerRecord<byte[], byte[]> written) {
    var lines =
        log.computeIfAbsent(key(written.topic(), written.partition()), _ -> new ArrayList<>());
    var line = JsonMapper.shared().createObjectNode();
    line.put("offset", lines.size()).put("timestamp", written.timestamp());
    line.put("key", new String(written.key(), UTF_8));
    var headers = line.putArray("headers");
    for (Header header : written.headers()) {
      headers.addObject().put("name", header.key()).put("value", new String(header.value(), UTF_8));
    }
    lines.add(line.put("value", new String(written.value(), UTF_8)).toString());
  }

  private static String key(String topic, int shard) {
    return topic + "/" + shard;
  }

  /// As an export would: what is in the log, whatever was in the folder.
  private void write() throws IOException, InterruptedException {
    var stretches = new ArrayList<Stretch>();
    for (EventTopic topic : EventTopic.values()) {
      for (int shard = 0; shard < SHARDS; shard++) {
        int end = log.get(key(topic.topicName(), shard)).size();
        stretches.add(new Stretch(topic.topicName(), shard, 0, 0, end, List.of()));
      }
    }
    var manifest = new Manifest(Manifest.FORMAT, "the log", NOW, SHARDS, stretches);
    LogSource source =
        (topic, shard, from, to) ->
            new LogSource.Page(log.get(key(topic, shard)).subList((int) from, (int) to), to);
    new Archiving(folder, manifest, source, 2_000).run();
  }
}

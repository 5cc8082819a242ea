package dev.tidemark.command.strangers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.events.Envelope;
import dev.tidemark.events.Event;
import dev.tidemark.events.EventTopic;
import dev.tidemark.events.OrderEvent.OrderPaid;
import dev.tidemark.events.OrderEvent.OrderPlaced;
import dev.tidemark.events.SessionEvent.SessionStarted;
import dev.tidemark.events.UserEvent.UserReactivated;
import dev.tidemark.events.UserEvent.UserRegistered;
import dev.tidemark.events.codec.EventCodec;
import dev.tidemark.events.kafka.EventRecords;
import dev.tidemark.events.value.Amount;
import dev.tidemark.events.value.CommandId;
import dev.tidemark.events.value.CurrencyCode;
import dev.tidemark.events.value.Description;
import dev.tidemark.events.value.OrderId;
import dev.tidemark.events.value.OrderLine;
import dev.tidemark.events.value.SessionId;
import dev.tidemark.events.value.Sku;
import dev.tidemark.events.value.Username;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever can be wrong with a log is noticed: each test plants one mistake in a right one.
class PlantedRecordsTest {
  private static final int PARTITIONS = 4;
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");
  private static final Username ALICE = new Username("alice");
  private static final int SHARD = ALICE.slot().shard(PARTITIONS);
  private static final Map<Integer, Set<Long>> OWNERS = Map.of(SHARD, Set.of(0L, 5L));
  private static final OrderId ORDER = OrderId.mint(ALICE.slot(), NOW, new Random(1));
  private static final CurrencyCode GBP = new CurrencyCode("GBP");

  private static final int MARKER = 0;
  private static final int REGISTERED = 1;
  private static final int REACTIVATED = 2;
  private static final int STARTED = 4;
  private static final int PLACED = 6;
  private static final int PAID = 7;
  private static final int NEXT_MARKER = 8;

  private final AsyncApi description = AsyncApi.read();
  private final EventRecords records = new EventRecords(new EventCodec());

  @Test
  void aRightLogIsRight() {
    assertThat(broken(log())).isEmpty();
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        header(REACTIVATED, "ce_sequence", "3", "Expected ce_sequence to be 2, but it is 3"),
        header(REACTIVATED, "ce_sequence", "1", "Expected ce_sequence to be 2, but it is 1"),
        header(REACTIVATED, "ce_sequence", "two", "/ce_sequence"),
        header(REACTIVATED, "ce_id", "alice:1", "one that no other record has"),
        header(REACTIVATED, "ce_subject", "bob", "Expected ce_subject to be alice"),
        header(REACTIVATED, "ce_term", "5", "Expected ce_term to be the last marker's, 0"),
        header(REACTIVATED, "ce_type", "user.promoted.v1", "no message user.promoted.v1"),
        header(REACTIVATED, "ce_type", "order.paid.v1", "no message order.paid.v1"),
        header(REACTIVATED, "ce_source", "/tidemark/orders.events", "/ce_source"),
        header(REACTIVATED, "ce_time", "2026-01-02T03:04:05+01:00", "/ce_time"),
        header(REACTIVATED, "ce_specversion", "0.3", "/ce_specversion"),
        header(REACTIVATED, "content-type", "text/plain", "/content-type"),
        header(REACTIVATED, "ce_mood", "fine", "ce_mood"),
        header(NEXT_MARKER, "ce_term", "0", "Expected ce_term to be above 0"),
        header(NEXT_MARKER, "ce_term", "4", "Expected ce_term to be an offset in shards"),
        value(REGISTERED, "'alice'", "7", "/username"),
        value(REGISTERED, "'alice'", "'alice','mood':'fine'", "mood"),
        value(REGISTERED, "'alice'", "'alice','country':null", "/country"),
        value(REGISTERED, "'alice'", "'bob'", "Expected key to be the username"),
        value(REGISTERED, "'alice'", "'alice','username':'alice'", "not JSON"),
        value(REGISTERED, "{", "", "value"),
        value(STARTED, "'2026-01-02T03:04:05.678Z'", "1767323045678", "/expiresAt"),
        value(PLACED, "'unitPrice':'3.50'", "'unitPrice':3.50", "/lines/0/unitPrice"),
        value(PLACED, "'quantity':2", "'quantity':'2'", "/lines/0/quantity"),
        value(PLACED, "'quantity':2", "'quantity':2,'colour':'red'", "colour"),
        value(PLACED, "'total':'7.00'", "'total':'7.0'", "/total"),
        value(PLACED, "'total':'7.00'", "'total':'7.000'", "/total"),
        value(PLACED, "'total':'7.00'", "'total':'0.00'", "/total"),
        value(PLACED, ",'total':'7.00'", "", "total"),
        value(PAID, ",'currency':'GBP'", "", "currency"),
        value(PAID, "-7", "-4", "/orderId"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("mistakes")
  void aMistakeIsNoticed(String name, int index, UnaryOperator<LogLine> mistake, String expected) {
    var log = log();
    log.set(index, mistake.apply(log.get(index)));

    assertThat(broken(log)).isNotEmpty().anyMatch(what -> what.contains(expected));
  }

  @ParameterizedTest
  @MethodSource("required")
  void aHeaderThatIsMissingIsNoticed(String header) {
    var log = log();
    log.set(PAID, log.get(PAID).withoutHeader(header));

    assertThat(broken(log)).anyMatch(what -> what.contains(header));
  }

  static Stream<String> required() {
    var optional = Set.of("ce_correlationid", "ce_causationid", "traceparent");
    return new PlantedRecordsTest()
        .log().get(PAID).headers().keySet().stream()
            .filter(header -> !optional.contains(header))
            .sorted();
  }

  @Test
  void aRecordOfAnotherShardIsNoticed() {
    var log = new ArrayList<LogLine>();
    for (LogLine line : log()) {
      int other = (SHARD + 1) % PARTITIONS;
      log.add(
          new LogLine(
              line.topic(), other, line.offset(), line.key(), line.headers(), line.value()));
    }

    assertThat(broken(log)).anyMatch(what -> what.contains("Expected partition to be"));
  }

  @Test
  void anIdOfAnotherSlotIsNoticed() {
    var log = log();
    String other = ORDER.toString().substring(0, 15) + "fff" + ORDER.toString().substring(18);
    for (int index : List.of(PLACED, PAID)) {
      LogLine line = log.get(index);
      String id = other + ":" + line.header("ce_sequence");
      log.set(
          index,
          line.withHeader("ce_subject", other)
              .withHeader("ce_id", id)
              .withValue(line.value().replace(ORDER.toString(), other)));
    }

    assertThat(broken(log)).hasSize(2).allMatch(what -> what.contains("holds the slot"));
  }

  @Test
  void whatStandsBeforeTheFirstMarkerIsNoticed() {
    var log = log();
    log.remove(MARKER);

    assertThat(broken(log)).anyMatch(what -> what.contains("the last marker's, null"));
  }

  @Test
  void whatIsReadTwiceIsNoticed() {
    var log = log();
    log.add(PAID + 1, log.get(PAID));

    assertThat(broken(log))
        .anyMatch(what -> what.contains("Expected offset to be after"))
        .anyMatch(what -> what.contains("one that no other record has"));
  }

  private static Arguments header(int index, String name, String wrong, String expected) {
    UnaryOperator<LogLine> mistake = line -> line.withHeader(name, wrong);
    return Arguments.of(name + " " + wrong, index, mistake, expected);
  }

  private static Arguments value(int index, String right, String wrong, String expected) {
    UnaryOperator<LogLine> mistake =
        line -> {
          String value = line.value().replace('"', '\'');
          assertThat(value).contains(right);
          return line.withValue(
              value.replaceFirst("\\Q" + right + "\\E", wrong).replace('\'', '"'));
        };
    return Arguments.of(right + " → " + wrong, index, mistake, expected);
  }

  private List<String> broken(List<LogLine> log) {
    return LogRules.broken(description, PARTITIONS, OWNERS, log);
  }

  private List<LogLine> log() {
    var session = SessionId.mint(ALICE.slot(), NOW, new Random(2));
    var line = new OrderLine(new Sku("tea"), new Description(""), 2, Amount.parse("3.5"));
    var placed = new OrderPlaced(ORDER, ALICE, null, null, GBP, List.of(line), line.total());
    var log = new ArrayList<LogLine>();
    add(log, records.marker(EventTopic.USERS, SHARD, 0, NOW));
    add(log, event(new UserRegistered(ALICE, null, null, null), 1));
    add(log, event(new UserReactivated(ALICE), 2));
    add(log, records.marker(EventTopic.SESSIONS, SHARD, 0, NOW));
    add(log, event(new SessionStarted(session, ALICE, NOW), 1));
    add(log, records.marker(EventTopic.ORDERS, SHARD, 0, NOW));
    add(log, event(placed, 1));
    add(log, event(new OrderPaid(ORDER, ALICE, line.total(), GBP), 2));
    add(log, records.marker(EventTopic.ORDERS, SHARD, 5, NOW));
    return log;
  }

  private ProducerRecord<byte[], byte[]> event(Event event, long sequence) {
    String hash = "0123456789abcdef".repeat(4);
    var id = new CommandId("key-" + sequence);
    return records.write(
        new Envelope(event, sequence, id, hash, 0, null, null, null, NOW, NOW), SHARD);
  }

  private static void add(List<LogLine> log, ProducerRecord<byte[], byte[]> written) {
    LogLine at = LogLine.of(written);
    log.add(
        new LogLine(at.topic(), at.partition(), log.size(), at.key(), at.headers(), at.value()));
  }
}

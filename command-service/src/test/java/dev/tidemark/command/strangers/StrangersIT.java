package dev.tidemark.command.strangers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.command.InProcess;
import dev.tidemark.events.EventTopic;
import dev.tidemark.events.codec.EventCodec;
import dev.tidemark.events.kafka.ShardOpened;
import dev.tidemark.localstack.LocalStack;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The log, as the real service writes it to a real broker, read by programs that have nothing but
/// its description: a plain consumer, and the SDK of CloudEvents.
///
/// Its history: all there is to do under a first owner, an owner that dies while it appends, a
/// stranger's aborted transaction, and more under a second owner.
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class StrangersIT {
  private static final int PARTITIONS = 2;
  private static final String NEVER = "never-decided";
  private static final List<String> EVENTS =
      Arrays.stream(EventTopic.values()).map(EventTopic::topicName).toList();

  private static final LocalStack STACK = LocalStack.onDemand();
  private static final AsyncApi DESCRIPTION = AsyncApi.read();

  @TempDir static Path state;
  private static LogReading reading;
  private static List<LogLine> plain;
  private static List<LogLine> owners;

  @BeforeAll
  static void makeHistory() throws Exception {
    String brokers = STACK.kafka().bootstrapServers();
    reading = new LogReading(brokers);
    var environment =
        Map.of(
            "KAFKA_BOOTSTRAP_SERVERS",
            brokers,
            "COMMAND_PARTITIONS",
            String.valueOf(PARTITIONS),
            "COMMAND_STATE_DIR",
            state.toString(),
            "COMMAND_SESSION_SECRET",
            "a secret for tests, of some length");
    try (var service = new InProcess(environment)) {
      live(service, "ada");
      // A name that markers might have, and as many events as the second term is high.
      live(service, "shard-1");
    }
    try (var dead = appending("tidemark-shard-0", 0)) {
      try (var service = new InProcess(environment)) {
        live(service, "berta");
        abort(appending("a-stranger", 1));
        live(service, "carla");
        awaitExpired(4);
      }
      assertThatThrownBy(dead::commitTransaction).isInstanceOf(KafkaException.class);
    }
    plain = reading.committed(EVENTS);
    owners = reading.committed(List.of(ShardOpened.TOPIC));
  }

  @AfterAll
  static void stop() {
    STACK.close();
  }

  /// Every type of event happens to the customer.
  private static void live(InProcess service, String username) throws Exception {
    String order =
        "{'command':'order.place','idempotencyKey':'KEY','username':'NAME','body':{'currency':'GBP','reference':'R-1','lines':[{'sku':'85123A','description':'"
            + " £ ','quantity':3,"
            + "'unitPrice':'0.333'},{'sku':'tea','quantity':1,'unitPrice':'12.5'}]}}";
    register(service, username);
    List<JsonNode> told =
        accepted(
            service,
            username,
            "{'command':'user.change-profile','idempotencyKey':'c1','username':'NAME','body':"
                + "{'email':null,'displayName':'Zoë'}}",
            "{'command':'user.deactivate','idempotencyKey':'c2','username':'NAME','body':"
                + "{'reason':'asked for it'}}",
            "{'command':'user.reactivate','idempotencyKey':'c3','username':'NAME'}",
            "{'command':'session.start','idempotencyKey':'c4','username':'NAME'}",
            "{'command':'session.start','idempotencyKey':'c5','username':'NAME','body':"
                + "{'ttlSeconds':60,'occurredAt':'2011-12-09T12:50:00Z'}}",
            order.replace("KEY", "c6"),
            order.replace("KEY", "c7"));
    String session = "'sessionId':'" + told.get(3).get("sessionId").stringValue() + "'}";
    String sent = "'orderId':'" + told.get(5).get("orderId").stringValue() + "'";
    String kept = "'orderId':'" + told.get(6).get("orderId").stringValue() + "'";
    accepted(
        service,
        username,
        "{'command':'session.touch','idempotencyKey':'d1'," + session,
        "{'command':'session.end','idempotencyKey':'d2'," + session,
        "{'command':'order.pay','idempotencyKey':'d3'," + sent + "}",
        "{'command':'order.ship','idempotencyKey':'d4','body':{'carrier':'DHL'}," + sent + "}",
        "{'command':'order.deliver','idempotencyKey':'d5'," + sent + "}",
        "{'command':'order.refund','idempotencyKey':'d6','body':{'amount':'1'}," + sent + "}",
        "{'command':'order.refund','idempotencyKey':'d7'," + sent + "}",
        "{'command':'order.cancel','idempotencyKey':'d8'," + kept + "}");
  }

  private static void register(InProcess service, String username) throws Exception {
    var told =
        service.post(
            "/v1/users",
            "application/json",
            "{\"username\":\"%s\",\"email\":\"a@example.org\",\"country\":\"Germany\"}"
                .formatted(username),
            Map.of(
                "Idempotency-Key", "register",
                "X-Correlation-Id", "import 7",
                "X-Causation-Id", "line 1",
                "traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"));
    assertThat(told.statusCode()).as(told.body()).isEqualTo(201);
  }

  private static List<JsonNode> accepted(InProcess service, String username, String... commands)
      throws Exception {
    return service.accepted(
        Arrays.stream(commands)
            .map(command -> command.replace("NAME", username).replace('\'', '"'))
            .toArray(String[]::new));
  }

  /// In the middle of a transaction, with a record at the broker.
  private static KafkaProducer<String, String> appending(String transactionalId, int partition)
      throws Exception {
    Map<String, Object> config =
        Map.of(
            "bootstrap.servers",
            STACK.kafka().bootstrapServers(),
            "transactional.id",
            transactionalId,
            "max.block.ms",
            10_000,
            "transaction.timeout.ms",
            60_000);
    var producer = new KafkaProducer<>(config, new StringSerializer(), new StringSerializer());
    producer.initTransactions();
    producer.beginTransaction();
    var undecided = new ProducerRecord<>(EVENTS.getFirst(), partition, NEVER, "{}");
    undecided.headers().add("ce_type", "user.registered.v1".getBytes(UTF_8));
    producer.send(undecided).get(10, TimeUnit.SECONDS);
    return producer;
  }

  private static void abort(KafkaProducer<String, String> producer) {
    try (producer) {
      producer.abortTransaction();
    }
  }

  private static void awaitExpired(int sessions) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (count("session.expired.v1") < sessions) {
      assertThat(System.nanoTime()).as("time to expire").isLessThan(deadline);
    }
  }

  private static long count(String type) {
    return reading.committed(List.of(EventTopic.SESSIONS.topicName())).stream()
        .filter(line -> line.header("ce_type").equals(type))
        .count();
  }

  @Test
  void everyTypeOfEventWasWrittenToEveryPartition() {
    var expected = new TreeSet<>(new EventCodec().types());
    expected.add("shard.opened.v1");

    for (int partition = 0; partition < PARTITIONS; partition++) {
      int shard = partition;
      assertThat(plain.stream().filter(line -> line.partition() == shard))
          .extracting(line -> line.header("ce_type"))
          .containsAll(expected)
          .allMatch(expected::contains);
    }
  }

  @Test
  void aPlainConsumerFindsItAsDescribed() {
    assertThat(broken(plain)).isEmpty();
  }

  @Test
  void theSdkOfCloudEventsFindsItAsDescribed() {
    List<LogLine> understood = reading.committedCloudEvents(EVENTS);

    assertThat(broken(understood)).isEmpty();
    assertThat(understood).containsExactlyInAnyOrderElementsOf(plain);
  }

  @Test
  void whatWasNeverDecidedIsThereButNotSeen() {
    assertThat(reading.uncommitted(EVENTS))
        .filteredOn(line -> line.key().equals(NEVER))
        .extracting(LogLine::partition)
        .containsExactlyInAnyOrder(0, 1);
    assertThat(plain).noneMatch(line -> line.key().equals(NEVER));
  }

  @Test
  void theSameRulesNoticeThatARecordIsMissing() {
    for (LogLine missing : plain) {
      var without = plain.stream().filter(line -> !line.equals(missing)).toList();
      boolean last = without.stream().noneMatch(line -> follows(line, missing));

      assertThat(broken(without).isEmpty()).as(missing.toString()).isEqualTo(last);
    }
  }

  /// Whether it could be told from `line` that `missing` was before it.
  private static boolean follows(LogLine line, LogLine missing) {
    boolean later =
        line.topic().equals(missing.topic())
            && line.partition() == missing.partition()
            && line.offset() > missing.offset();
    return later
        && (missing.isMarker()
            ? !line.isMarker() && line.header("ce_term").equals(missing.header("ce_term"))
            : line.header("ce_subject").equals(missing.header("ce_subject")));
  }

  @Test
  void ownersAreAnnouncedAsDescribed() {
    assertThat(owners).hasSize(2 * PARTITIONS);
    assertThat(owners).allMatch(line -> DESCRIPTION.undescribed("owner", line).isEmpty());
    assertThat(terms().values()).allMatch(terms -> terms.size() == 2);
  }

  private static List<String> broken(List<LogLine> log) {
    return LogRules.broken(DESCRIPTION, PARTITIONS, terms(), log);
  }

  private static Map<Integer, Set<Long>> terms() {
    return owners.stream()
        .collect(
            Collectors.groupingBy(
                LogLine::partition, Collectors.mapping(LogLine::offset, Collectors.toSet())));
  }
}

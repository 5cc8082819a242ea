package dev.tidemark.command.log;

import dev.tidemark.events.Envelope;
import dev.tidemark.events.codec.EventCodec;
import dev.tidemark.events.kafka.EventRecords;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Where the time of a transaction goes. What the acknowledgements take longer in a row than after
/// a rest, in which the markers of the last one were written, is the wait for these. Prints a
/// table.
@EnabledIfSystemProperty(named = "commits.rounds", matches = "\\d+")
class CommitPhasesIT {
  private static final int TRANSACTIONS = 200;
  private static final int[] EVENTS = {1, 64, 512};

  private final EventRecords records = new EventRecords(new EventCodec());

  /// Microseconds of one transaction.
  ///
  /// @param sending until all records are with the producer
  /// @param acknowledging until the last one is acknowledged
  /// @param ending until the coordinator has answered that it is committed
  private record Phases(long sending, long acknowledging, long ending) {}

  @ParameterizedTest
  @ValueSource(ints = {1, 20})
  void phasesOfATransaction(int retryMs) throws Exception {
    try (var broker = new MeasuredBroker(retryMs);
        var admin =
            Admin.create(
                Map.of("bootstrap.servers", broker.settings().brokers().bootstrapServers()))) {
      System.out.println(
          """
          | retry, ms | events | transactions | send, µs | acknowledge, µs | end, µs |
          | --- | --- | --- | --- | --- | --- |\
          """);
      for (int events : EVENTS) {
        print(retryMs, events, "one id, rested", measure(broker, 1, events, admin));
        print(retryMs, events, "one id, in a row", measure(broker, 1, events, null));
        print(retryMs, events, "two ids, in a row", measure(broker, 2, events, null));
      }
    }
  }

  private List<Phases> measure(MeasuredBroker broker, int count, int events, Admin resting)
      throws Exception {
    List<String> ids = IntStream.range(0, count).mapToObj(i -> "phases-" + i).toList();
    List<Envelope> batch = Shape.MIXED.events(events);
    var phases = new ArrayList<Phases>();
    try (var producers = new ShardProducers(ids, broker.settings())) {
      producers.fenceOthers();
      for (int i = 0; i < 2 * TRANSACTIONS; i++) {
        phases.add(transaction(producers.next(), batch));
        if (resting != null) {
          awaitMarkers(resting, ids.getFirst());
        }
      }
    }
    // The first half was there to warm up.
    return phases.subList(TRANSACTIONS, phases.size());
  }

  private Phases transaction(ShardProducer writer, List<Envelope> batch) throws Exception {
    long begun = System.nanoTime();
    writer.begin();
    var futures = new ArrayList<Future<RecordMetadata>>(batch.size());
    for (Envelope event : batch) {
      futures.add(writer.send(records.write(event, 0)));
    }
    long sent = System.nanoTime();
    for (Future<RecordMetadata> future : futures) {
      ShardProducer.offset(future);
    }
    long acknowledged = System.nanoTime();
    writer.commit();
    return new Phases(
        (sent - begun) / 1_000,
        (acknowledged - sent) / 1_000,
        (System.nanoTime() - acknowledged) / 1_000);
  }

  private static void awaitMarkers(Admin admin, String id) throws Exception {
    TransactionState state;
    do {
      state = admin.describeTransactions(List.of(id)).description(id).get().state();
    } while (state != TransactionState.COMPLETE_COMMIT);
  }

  private static void print(int retryMs, int events, String how, List<Phases> phases) {
    System.out.printf(
        "| %d | %d | %s | %d | %d | %d |%n",
        retryMs,
        events,
        how,
        median(phases.stream().mapToLong(Phases::sending).toArray()),
        median(phases.stream().mapToLong(Phases::acknowledging).toArray()),
        median(phases.stream().mapToLong(Phases::ending).toArray()));
  }

  private static long median(long[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }
}

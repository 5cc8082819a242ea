package dev.tidemark.bench.shop;

import dev.tidemark.events.Envelope;
import dev.tidemark.events.codec.EventCodec;
import dev.tidemark.events.kafka.EventRecords;
import dev.tidemark.events.value.Username;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// Fills the log of a system with a past, in transactions, as fast as the broker takes it. The
/// topics are there; nobody decides meanwhile.
public final class FilledLog {
  private static final int TRANSACTION_EVENTS = 500;
  private static final EventRecords RECORDS = new EventRecords(new EventCodec());

  private final String bootstrapServers;
  private final int shards;
  private final Instant at;
  private final long seed;

  /// @param at when everything in it was
  public FilledLog(String bootstrapServers, int shards, Instant at, long seed) {
    this.bootstrapServers = bootstrapServers;
    this.shards = shards;
    this.at = at;
    this.seed = seed;
  }

  /// Customers who placed and paid so many orders each.
  ///
  /// @return how many events that are
  public long write(Customers customers, int ordersOfEach) throws Exception {
    long events = 0;
    try (var threads = Executors.newFixedThreadPool(shards)) {
      List<Future<Long>> written = new ArrayList<>();
      for (int shard = 0; shard < shards; shard++) {
        int mine = shard;
        written.add(threads.submit(() -> write(customers, ordersOfEach, mine)));
      }
      for (Future<Long> each : written) {
        events += each.get();
      }
    }
    return events;
  }

  private long write(Customers customers, int ordersOfEach, int shard) {
    var random = new Random(seed * 31 + shard);
    long events = 0;
    int open = 0;
    try (var producer = producer(shard)) {
      producer.initTransactions();
      producer.beginTransaction();
      for (Username customer : of(shard, customers)) {
        for (Envelope envelope : new PastOf(customer, random, at).with(ordersOfEach)) {
          // The commit fails if this does.
          var _ = producer.send(RECORDS.write(envelope, shard));
          events++;
          open++;
        }
        if (open >= TRANSACTION_EVENTS) {
          producer.commitTransaction();
          producer.beginTransaction();
          open = 0;
        }
      }
      producer.commitTransaction();
    }
    return events;
  }

  private List<Username> of(int shard, Customers customers) {
    return IntStream.range(0, customers.count())
        .mapToObj(number -> new Username(customers.username(number)))
        .filter(customer -> customer.slot().shard(shards) == shard)
        .toList();
  }

  private KafkaProducer<byte[], byte[]> producer(int shard) {
    return new KafkaProducer<>(
        Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrapServers,
            ProducerConfig.TRANSACTIONAL_ID_CONFIG,
            "past-" + shard,
            ProducerConfig.LINGER_MS_CONFIG,
            5,
            ProducerConfig.BATCH_SIZE_CONFIG,
            256 << 10,
            ProducerConfig.COMPRESSION_TYPE_CONFIG,
            "lz4"),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }
}

package dev.tidemark.command.log;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one producer that may write with a transactional id.
final class ShardProducer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ShardProducer.class);

  /// After so long without a word from its producer the broker aborts a transaction.
  private static final Duration TRANSACTION_MAX = Duration.ofSeconds(10);

  /// How long any call may block. Below the transaction's own time, so that trouble shows here.
  private static final Duration BLOCK_MAX = Duration.ofSeconds(4);

  private static final Duration DELIVERY_MAX = Duration.ofSeconds(8);
  private static final Duration REQUEST_MAX = Duration.ofSeconds(4);

  /// Also how long it waits if the markers of its last transaction are still being written.
  private static final Duration RETRY_BACKOFF = Duration.ofMillis(10);

  private static final int BATCH_BYTES = 256 << 10;
  private static final int COMMIT_ATTEMPTS_MAX = 3;

  private final String id;
  private final KafkaProducer<byte[], byte[]> producer;

  ShardProducer(String id, LogSettings settings) {
    this.id = id;
    this.producer =
        new KafkaProducer<>(
            config(id, settings), new ByteArraySerializer(), new ByteArraySerializer());
  }

  private static Map<String, Object> config(String id, LogSettings settings) {
    return settings
        .brokers()
        .with(
            Map.ofEntries(
                Map.entry(ProducerConfig.CLIENT_ID_CONFIG, settings.node() + "-" + id),
                Map.entry(ProducerConfig.TRANSACTIONAL_ID_CONFIG, id),
                Map.entry(
                    ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, (int) TRANSACTION_MAX.toMillis()),
                Map.entry(ProducerConfig.MAX_BLOCK_MS_CONFIG, BLOCK_MAX.toMillis()),
                Map.entry(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) DELIVERY_MAX.toMillis()),
                Map.entry(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) REQUEST_MAX.toMillis()),
                Map.entry(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, RETRY_BACKOFF.toMillis()),
                Map.entry(ProducerConfig.ACKS_CONFIG, "all"),
                Map.entry(ProducerConfig.LINGER_MS_CONFIG, 0),
                Map.entry(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES),
                Map.entry(ProducerConfig.COMPRESSION_TYPE_CONFIG, settings.compression())));
  }

  /// Fences every earlier producer with this id and ends its open transaction.
  void fenceOthers() {
    producer.initTransactions();
  }

  void begin() {
    producer.beginTransaction();
  }

  Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> sent) {
    return producer.send(sent);
  }

  /// A commit that times out may have happened. It must not be aborted then: it is asked for again,
  /// and if that does not help, its fate is unknown to this producer.
  void commit() {
    for (int attempt = 1; attempt < COMMIT_ATTEMPTS_MAX; attempt++) {
      try {
        producer.commitTransaction();
        return;
      } catch (TimeoutException e) {
        LOG.warn("{}: commit attempt {} timed out", id, attempt, e);
      }
    }
    producer.commitTransaction();
  }

  /// The offset of a record that was acknowledged.
  static long offset(Future<RecordMetadata> sent) throws ExecutionException, InterruptedException {
    try {
      return sent.get(DELIVERY_MAX.toMillis(), TimeUnit.MILLISECONDS).offset();
    } catch (java.util.concurrent.TimeoutException e) {
      throw new TimeoutException("Expected an acknowledgement within " + DELIVERY_MAX, e);
    }
  }

  /// At once: nothing is flushed, committed or aborted. The next opening settles all of that.
  @Override
  public void close() {
    producer.close(Duration.ZERO);
  }
}

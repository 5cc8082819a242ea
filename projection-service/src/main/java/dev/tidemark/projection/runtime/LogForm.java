package dev.tidemark.projection.runtime;

import dev.tidemark.events.codec.EventCodec;
import dev.tidemark.events.consistency.Position;
import dev.tidemark.events.kafka.EventRecords;
import dev.tidemark.projection.batch.LogRecord;
import dev.tidemark.projection.batch.Microseconds;
import dev.tidemark.projection.batch.RawRecord;
import dev.tidemark.projection.batch.Rereading;
import java.util.ArrayList;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/// What the records of the log say, and what a record that was kept says when it is read anew.
/// Thread-safe.
public final class LogForm implements Rereading {
  private final EventRecords records = new EventRecords(new EventCodec());

  public LogRecord read(ConsumerRecord<byte[], byte[]> consumed) {
    var headers = new ArrayList<RawRecord.Header>();
    for (Header header : consumed.headers()) {
      headers.add(new RawRecord.Header(header.key(), header.value()));
    }
    return new LogRecord(
        Microseconds.in(records.read(consumed)),
        new RawRecord(consumed.key(), consumed.value(), headers));
  }

  @Override
  @SuppressWarnings(
      "NullAway") // Kafka takes a record without a key or a value, and does not say so.
  public LogRecord read(Position position, RawRecord raw) {
    var consumed =
        new ConsumerRecord<>(
            position.topic().topicName(),
            position.partition(),
            position.offset(),
            raw.key(),
            raw.value());
    raw.headers().forEach(header -> consumed.headers().add(header.name(), header.value()));
    return new LogRecord(Microseconds.in(records.read(consumed)), raw);
  }
}

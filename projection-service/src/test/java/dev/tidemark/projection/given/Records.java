package dev.tidemark.projection.given;

import dev.tidemark.events.Envelope;
import dev.tidemark.events.EventTopic;
import dev.tidemark.events.codec.EventCodec;
import dev.tidemark.events.consistency.Position;
import dev.tidemark.events.kafka.EventRecords;
import dev.tidemark.events.kafka.LogEntry;
import dev.tidemark.projection.batch.Batch;
import dev.tidemark.projection.batch.LogRecord;
import dev.tidemark.projection.batch.Positions;
import dev.tidemark.projection.batch.RawRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.StreamSupport;

/// A log in memory: gives events their places, with a hole behind each, as transactions leave them.
public final class Records {
  private static final EventRecords FORM = new EventRecords(new EventCodec());

  private final int shard;
  private final List<LogRecord> all = new ArrayList<>();
  private Positions end = Positions.START;

  public Records(int shard) {
    this.shard = shard;
  }

  public Records add(List<Envelope> envelopes) {
    envelopes.forEach(this::add);
    return this;
  }

  public Records add(Envelope... envelopes) {
    return add(List.of(envelopes));
  }

  /// A record of which only the name of its aggregate can be read.
  public Records addUnreadable(EventTopic topic, String aggregateId, String cause) {
    var headers = List.of(new RawRecord.Header("ce_subject", aggregateId.getBytes()));
    all.add(
        new LogRecord(
            new LogEntry.Unreadable(next(topic), aggregateId, cause),
            new RawRecord(null, new byte[] {1, 2}, headers)));
    return this;
  }

  /// The last record becomes another one, at its place.
  public void replaceLast(UnaryOperator<LogRecord> change) {
    all.set(all.size() - 1, change.apply(all.getLast()));
  }

  /// The same record under another type.
  public static RawRecord renamed(RawRecord raw, String type) {
    var headers =
        raw.headers().stream()
            .map(header ->
                header.name().equals("ce_type")
                    ? new RawRecord.Header("ce_type", type.getBytes(StandardCharsets.UTF_8))
                    : header)
            .toList();
    return new RawRecord(raw.key(), raw.value(), headers);
  }

  public List<LogRecord> all() {
    return List.copyOf(all);
  }

  public Positions end() {
    return end;
  }

  /// All that came since `from`, as one batch.
  public Batch since(Positions from) {
    return new Batch(
        all.stream().filter(each -> each.offset() >= from.of(each.topic())).toList(), end);
  }

  private void add(Envelope envelope) {
    var written = FORM.write(envelope, shard);
    var headers =
        StreamSupport.stream(written.headers().spliterator(), false)
            .map(header -> new RawRecord.Header(header.key(), header.value()))
            .toList();
    all.add(
        new LogRecord(
            new LogEntry.Recorded(next(envelope.event().topic()), envelope),
            new RawRecord(written.key(), written.value(), headers)));
  }

  private Position next(EventTopic topic) {
    long offset = end.of(topic);
    end = end.with(topic, offset + 2);
    return new Position(topic, shard, offset);
  }
}

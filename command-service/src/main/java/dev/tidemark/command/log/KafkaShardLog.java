package dev.tidemark.command.log;

import dev.tidemark.command.shard.LogFailedException;
import dev.tidemark.command.shard.Opened;
import dev.tidemark.command.shard.OvertakenException;
import dev.tidemark.command.shard.TransactionalLog;
import dev.tidemark.command.store.StoreDamagedException;
import dev.tidemark.events.Envelope;
import dev.tidemark.events.EventTopic;
import dev.tidemark.events.archive.ShardImport;
import dev.tidemark.events.consistency.Position;
import dev.tidemark.events.kafka.ArchivedRecords.Line;
import dev.tidemark.events.kafka.EventRecords;
import dev.tidemark.events.kafka.LogEntry;
import dev.tidemark.events.kafka.ShardOpened;
import dev.tidemark.runtime.tracing.Operation;
import dev.tidemark.runtime.tracing.Operation.Kind;
import dev.tidemark.runtime.tracing.Tracing;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.jspecify.annotations.Nullable;

/// Partition p of every event topic, written by one owner at a time.
///
/// Kafka has no conditional append, so it is the writer that is made unique: `initTransactions()`
/// on the transactional ids that belong to the shard, whoever owns it. The markers then tell where
/// the past ends: the log's end offsets would not, as they stop at the first open transaction.
///
/// There is one transaction at a time: the next begins when the commit of the last is known.
public final class KafkaShardLog implements TransactionalLog {
  private final int shard;
  private final List<String> ids;
  private final LogSettings settings;
  private final EventRecords records;
  private final InstantSource clock;
  private final Operation sending;
  private @Nullable ShardProducers producers;
  private @Nullable Openings openings;
  private @Nullable ShardReader following;
  private long term;

  public KafkaShardLog(int shard, LogSettings settings, EventRecords records, InstantSource clock) {
    this(shard, ShardProducers.ids(shard), settings, records, clock);
  }

  /// @param ids other than those that every owner must use: only to measure what their number does
  KafkaShardLog(
      int shard,
      List<String> ids,
      LogSettings settings,
      EventRecords records,
      InstantSource clock) {
    this.shard = shard;
    this.ids = ids;
    this.settings = settings;
    this.records = records;
    this.clock = clock;
    this.sending =
        new Operation(
            Kind.PRODUCER,
            "send events",
            Map.of(
                "messaging.system", "kafka",
                "messaging.operation.name", "send",
                "messaging.operation.type", "send",
                "messaging.destination.partition.id", Integer.toString(shard)));
  }

  @Override
  public Opened open() throws LogFailedException {
    close();
    var fencing = new ShardProducers(ids, settings);
    producers = fencing;
    try {
      fencing.fenceOthers();
      ShardProducer opening = fencing.next();
      opening.begin();
      var opened = new ShardOpened(shard, settings.node(), settings.endpoint());
      term = ShardProducer.offset(opening.send(opened.write()));
      var sent = new EnumMap<EventTopic, Future<RecordMetadata>>(EventTopic.class);
      for (EventTopic topic : EventTopic.values()) {
        sent.put(topic, opening.send(records.marker(topic, shard, term, clock.instant())));
      }
      opening.commit();
      var markers = new EnumMap<EventTopic, Long>(EventTopic.class);
      for (var marker : sent.entrySet()) {
        markers.put(marker.getKey(), ShardProducer.offset(marker.getValue()));
      }
      return new Opened(term, markers);
    } catch (KafkaException | ExecutionException | InterruptedException e) {
      throw failed("Opening shard " + shard, e);
    }
  }

  @Override
  public void replay(Opened opened, Map<EventTopic, Long> after, Consumer<List<LogEntry>> sink)
      throws LogFailedException {
    try (var reader = ShardReader.inHaste(shard, settings, records)) {
      reader.read(opened.markers(), after, sink);
    } catch (KafkaException e) {
      throw failed("Replaying shard " + shard, e);
    }
  }

  /// The reader goes on where it stopped, so the positions matter to its first call only: whoever
  /// follows applies all that it is given, or follows no more.
  @Override
  public OptionalLong follow(
      Map<EventTopic, Long> after, Duration patience, Consumer<List<LogEntry>> sink)
      throws LogFailedException {
    try {
      if (following == null) {
        close();
        following = ShardReader.atLeisure(shard, settings, records);
      }
      return following.readOn(after, patience, sink);
    } catch (OffsetOutOfRangeException e) {
      close();
      throw new StoreDamagedException(
          "Expected a store that is not ahead of the log of shard " + shard + ", but: " + e, e);
    } catch (KafkaException e) {
      throw failed("Following shard " + shard, e);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  @Override
  public List<Position> append(List<Envelope> events) throws LogFailedException {
    return written(events.stream().map(event -> records.write(event, shard)).toList());
  }

  @Override
  public List<Position> copy(List<Line.Event> events, ShardImport state) throws LogFailedException {
    var all = new ArrayList<ProducerRecord<byte[], byte[]>>(events.size() + 1);
    events.forEach(event -> all.add(event.original()));
    all.add(records.imported(state, shard, term, clock.instant()));
    return written(all);
  }

  private List<Position> written(List<ProducerRecord<byte[], byte[]>> all)
      throws LogFailedException {
    return Tracing.within(sending, () -> appended(all));
  }

  private List<Position> appended(List<ProducerRecord<byte[], byte[]>> all)
      throws LogFailedException {
    Tracing.note("messaging.batch.message_count", all.size());
    if (producers == null) {
      throw new LogFailedException("Expected an open log, but shard " + shard + " is closed");
    }
    ShardProducer writer = producers.next();
    try {
      writer.begin();
      var sent = new ArrayList<Future<RecordMetadata>>(all.size());
      for (ProducerRecord<byte[], byte[]> one : all) {
        sent.add(writer.send(one));
      }
      writer.commit();
      var positions = new ArrayList<Position>(all.size());
      for (int i = 0; i < all.size(); i++) {
        EventTopic topic = EventTopic.named(all.get(i).topic());
        positions.add(new Position(topic, shard, ShardProducer.offset(sent.get(i))));
      }
      return positions;
    } catch (KafkaException | ExecutionException | InterruptedException e) {
      throw failed("Appending to shard " + shard, e);
    }
  }

  @Override
  public void confirm() throws LogFailedException {
    try {
      if (!isLatest()) {
        throw new OpenedByOthers(term);
      }
    } catch (KafkaException e) {
      throw failed("Confirming shard " + shard, e);
    }
  }

  @Override
  public void close() {
    if (producers != null) {
      producers.close();
      producers = null;
    }
    if (openings != null) {
      openings.close();
      openings = null;
    }
    if (following != null) {
      following.close();
      following = null;
    }
  }

  /// One path for everything that can go wrong: these producers are finished.
  private LogFailedException failed(String what, Exception cause) {
    if (cause instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
    boolean isOvertaken = isFenced(cause) && isOpenedByOthers();
    close();
    String message = what + " failed: " + cause;
    return isOvertaken
        ? new OvertakenException(message, cause)
        : new LogFailedException(message, cause);
  }

  private static boolean isFenced(Throwable cause) {
    return switch (cause) {
      case ProducerFencedException _, InvalidProducerEpochException _, OpenedByOthers _ -> true;
      case Throwable other -> other.getCause() != null && isFenced(other.getCause());
    };
  }

  /// Whoever fenced this writer may not have gone on to open the log: then nobody owns it.
  private boolean isOpenedByOthers() {
    try {
      return !isLatest();
    } catch (KafkaException _) {
      return false;
    }
  }

  private boolean isLatest() {
    if (openings == null) {
      openings = new Openings(shard, settings);
    }
    return openings.isLatest(term);
  }

  private static final class OpenedByOthers extends KafkaException {
    private static final long serialVersionUID = 1;

    OpenedByOthers(long term) {
      super("Expected to own it in term " + term + ", but others opened it");
    }
  }
}

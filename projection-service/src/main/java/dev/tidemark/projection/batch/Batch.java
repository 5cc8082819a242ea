package dev.tidemark.projection.batch;

import dev.tidemark.events.kafka.LogEntry;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Records of one shard, in log order within each topic, and the positions behind them.
///
/// @param next where the log is read on. May be further than the last record says, also if there is
///   none: markers and aborted records have been passed
public record Batch(List<LogRecord> records, Positions next) {
  public Batch {
    records = List.copyOf(records);
  }

  /// The same records in two batches, one after the other. Where the first one ends, the next
  /// record of each topic is the next position.
  public List<Batch> halves() {
    int middle = records.size() / 2;
    List<LogRecord> first = records.subList(0, middle);
    List<LogRecord> second = records.subList(middle, records.size());
    Positions between = next;
    for (LogRecord later : second.reversed()) {
      between = between.with(later.topic(), later.offset());
    }
    return List.of(new Batch(first, between), new Batch(second, next));
  }

  /// When the oldest of its events was recorded; empty if none can be read.
  public Optional<Instant> oldest() {
    return records.stream()
        .map(LogRecord::entry)
        .<Instant>mapMulti((entry, recorded) -> {
          if (entry instanceof LogEntry.Recorded(_, var envelope)) {
            recorded.accept(envelope.recordedAt());
          }
        })
        .min(Comparator.naturalOrder());
  }

  /// Whether it is one record that is not to be parked anyway.
  public boolean canBeParked() {
    return records.size() == 1 && !(records.getFirst().entry() instanceof LogEntry.Unreadable);
  }

  /// This batch of one record, which is found to be impossible to project.
  public Batch unreadable(String cause) {
    return new Batch(List.of(records.getFirst().unreadable(cause)), next);
  }
}

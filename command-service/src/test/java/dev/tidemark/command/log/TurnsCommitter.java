package dev.tidemark.command.log;

import dev.tidemark.command.shard.LogFailedException;
import dev.tidemark.events.Envelope;
import dev.tidemark.events.codec.EventCodec;
import dev.tidemark.events.kafka.EventRecords;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/// The log as it is, with this or another number of transactional ids: one commit at a time.
final class TurnsCommitter implements Committer {
  private final KafkaShardLog log;

  TurnsCommitter(List<String> ids, int shard, LogSettings settings) throws LogFailedException {
    this.log =
        new KafkaShardLog(
            shard, ids, settings, new EventRecords(new EventCodec()), InstantSource.system());
    log.open();
  }

  @Override
  public long commit(List<Envelope> waiting, Duration duration) throws LogFailedException {
    List<Envelope> group = waiting.subList(0, Math.min(GROUP_MAX, waiting.size()));
    long until = System.nanoTime() + duration.toNanos();
    long committed = 0;
    while (System.nanoTime() < until) {
      committed += log.append(group).size();
    }
    return committed;
  }

  @Override
  public void close() {
    log.close();
  }
}

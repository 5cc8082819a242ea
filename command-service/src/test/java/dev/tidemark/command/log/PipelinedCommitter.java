package dev.tidemark.command.log;

import dev.tidemark.events.Envelope;
import dev.tidemark.events.codec.EventCodec;
import dev.tidemark.events.kafka.EventRecords;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.RecordMetadata;

/// Sends the next batch while the last one commits, and commits it once that is known. Of what
/// waits, one half commits while the other is sent.
final class PipelinedCommitter implements Committer {
  private final int shard;
  private final EventRecords records = new EventRecords(new EventCodec());
  private final ShardProducers producers;
  private final ExecutorService committing = Executors.newSingleThreadExecutor();

  PipelinedCommitter(List<String> ids, int shard, LogSettings settings) {
    this.shard = shard;
    this.producers = new ShardProducers(ids, settings);
    producers.fenceOthers();
  }

  @Override
  public long commit(List<Envelope> waiting, Duration duration) throws Exception {
    List<Envelope> batch = waiting.subList(0, Math.max(1, waiting.size() / 2));
    long until = System.nanoTime() + duration.toNanos();
    long committed = 0;
    Future<?> last = CompletableFuture.completedFuture(null);
    while (System.nanoTime() < until) {
      if (waiting.size() == 1) {
        last.get();
      }
      ShardProducer writer = producers.next();
      writer.begin();
      var sent = new ArrayList<Future<RecordMetadata>>(batch.size());
      for (Envelope event : batch) {
        sent.add(writer.send(records.write(event, shard)));
      }
      last.get();
      last = committing.submit(() -> committed(writer, sent));
      committed += batch.size();
    }
    last.get();
    return committed;
  }

  private static long committed(ShardProducer writer, List<Future<RecordMetadata>> sent)
      throws Exception {
    writer.commit();
    long offset = 0;
    for (Future<RecordMetadata> one : sent) {
      offset = ShardProducer.offset(one);
    }
    return offset;
  }

  @Override
  public void close() {
    committing.close();
    producers.close();
  }
}

package dev.tidemark.projection.store;

import dev.tidemark.projection.batch.Aggregate;

/// Names the parked events of one aggregate. The shard belongs to the name: what a record that
/// cannot be read says of itself may be said in another shard too.
public record QueueName(Aggregate aggregate, int shard) {
  @Override
  public String toString() {
    return "%s of %s, shard %d".formatted(aggregate.id(), aggregate.topic().topicName(), shard);
  }
}

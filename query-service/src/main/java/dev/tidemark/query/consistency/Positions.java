package dev.tidemark.query.consistency;

import dev.tidemark.events.EventTopic;
import dev.tidemark.events.consistency.ConsistencyToken;
import dev.tidemark.events.consistency.Position;
import java.util.Map;
import java.util.OptionalLong;

/// Up to where a store holds the log: for each partition the next position, so that everything
/// before it is applied. A partition that is not there holds nothing yet.
public record Positions(Map<Partition, Long> next) {
  /// One partition of one topic.
  public record Partition(EventTopic topic, int shard) {}

  public Positions {
    next = Map.copyOf(next);
  }

  public long next(EventTopic topic, int shard) {
    return next.getOrDefault(new Partition(topic, shard), 0L);
  }

  /// Whether everything the token has seen of the scope is applied.
  public boolean cover(ConsistencyToken token, Scope scope) {
    for (EventTopic topic : scope.topics()) {
      for (int shard : scope.shards()) {
        OptionalLong seen = token.offset(topic, shard);
        if (seen.isPresent() && seen.getAsLong() >= next(topic, shard)) {
          return false;
        }
      }
    }
    return true;
  }

  /// Whether nothing of the scope is applied at `other` that is not applied here.
  public boolean include(Positions other, Scope scope) {
    return scope.topics().stream()
        .allMatch(topic ->
            scope.shards().stream()
                .allMatch(shard -> next(topic, shard) >= other.next(topic, shard)));
  }

  /// What a reader has seen who has seen these positions. The last offset before each may be that
  /// of a transaction marker; tokens are only ever compared, so it does as well as a record's.
  public ConsistencyToken reflected(Scope scope) {
    ConsistencyToken token = ConsistencyToken.EMPTY;
    for (EventTopic topic : scope.topics()) {
      for (int shard : scope.shards()) {
        long position = next(topic, shard);
        token = position == 0 ? token : token.with(new Position(topic, shard, position - 1));
      }
    }
    return token;
  }
}

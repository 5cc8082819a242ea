package dev.tidemark.query.changes;

import dev.tidemark.events.EventTopic;
import dev.tidemark.events.consistency.ConsistencyToken;
import dev.tidemark.events.consistency.Position;
import dev.tidemark.query.consistency.Scope;
import java.util.ArrayList;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Where a reader of the log stands: everything before it has been passed, in each partition of
/// each topic. Immutable.
final class Mark {
  private static final int TOPICS = EventTopic.values().length;

  private final int shards;

  /// The next offset to read, topic by topic.
  private final long[] next;

  /// The id of the whole mark, which many streams share. Written twice by a race, it is the same.
  private @Nullable String id;

  Mark(int shards, long[] next) {
    this.shards = shards;
    this.next = next.clone();
  }

  /// Behind everything that the token has seen. Of a partition that it does not name, it has seen
  /// nothing.
  static Mark behind(ConsistencyToken token, int shards) {
    var next = new long[TOPICS * shards];
    for (EventTopic topic : EventTopic.values()) {
      for (int shard = 0; shard < shards; shard++) {
        OptionalLong seen = token.offset(topic, shard);
        next[index(topic, shard, shards)] = seen.isPresent() ? seen.getAsLong() + 1 : 0;
      }
    }
    return new Mark(shards, next);
  }

  static int index(EventTopic topic, int shard, int shards) {
    return topic.code() * shards + shard;
  }

  int shards() {
    return shards;
  }

  long next(EventTopic topic, int shard) {
    return next[index(topic, shard, shards)];
  }

  long[] copy() {
    return next.clone();
  }

  /// Whether everything before `other` has been passed, as far as the scope goes.
  boolean hasReached(Mark other, Scope scope) {
    return distanceTo(other, scope) == 0;
  }

  /// How many offsets lie between here and `other` in the scope: at least as many as records.
  long distanceTo(Mark other, Scope scope) {
    long distance = 0;
    for (EventTopic topic : scope.topics()) {
      for (int shard : scope.shards()) {
        distance += Math.max(0, other.next(topic, shard) - next(topic, shard));
      }
    }
    return distance;
  }

  /// The mark as a consistency token that names the scope's partitions.
  String id(Scope scope) {
    boolean whole = scope.topics().size() * scope.shards().size() == next.length;
    if (!whole) {
      return encode(scope);
    }
    String known = id;
    if (known == null) {
      known = encode(scope);
      id = known;
    }
    return known;
  }

  /// The last offset before a mark may be that of a transaction marker: a token is only compared,
  /// and read on from, so it does as well as a record's.
  private String encode(Scope scope) {
    var seen = new ArrayList<Position>();
    for (EventTopic topic : scope.topics()) {
      for (int shard : scope.shards()) {
        long position = next(topic, shard);
        if (position > 0) {
          seen.add(new Position(topic, shard, position - 1));
        }
      }
    }
    return ConsistencyToken.of(seen).encode();
  }
}

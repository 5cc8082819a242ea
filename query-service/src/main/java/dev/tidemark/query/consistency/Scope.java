package dev.tidemark.query.consistency;

import dev.tidemark.events.EventTopic;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The partitions that an answer depends on. What a token says of others does not matter to it.
public record Scope(Set<EventTopic> topics, Set<Integer> shards) {
  public Scope {
    topics = Set.copyOf(topics);
    shards = Set.copyOf(shards);
  }

  public static Scope of(EventTopic topic, int shard) {
    return new Scope(Set.of(topic), Set.of(shard));
  }

  public static Scope everyShard(EventTopic topic, int shards) {
    return new Scope(Set.of(topic), all(shards));
  }

  public static Scope everything(int shards) {
    return new Scope(EnumSet.allOf(EventTopic.class), all(shards));
  }

  private static Set<Integer> all(int shards) {
    return IntStream.range(0, shards).boxed().collect(Collectors.toUnmodifiableSet());
  }
}

package dev.tidemark.operator.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tidemark.events.EventTopic;
import dev.tidemark.events.archive.Prefix;
import dev.tidemark.events.archive.ShardImport;
import dev.tidemark.operator.verb.ExitCode;
import dev.tidemark.operator.verb.Failure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A system in memory, as the command service imports. Thread-safe.
final class MemoryTarget implements ImportTarget {
  private final int shards;
  private final Map<Integer, ShardImport> imported = new HashMap<>();
  private final Map<String, List<String>> lines = new HashMap<>();
  private boolean hasOthers;
  private int overtaken = -1;
  private int takesLeft = Integer.MAX_VALUE;
  private int changes;

  MemoryTarget(int shards) {
    this.shards = shards;
  }

  /// It takes so many pages, and then nobody answers any more.
  synchronized void takes(int pages) {
    takesLeft = pages;
  }

  /// From now on it holds events of its own.
  synchronized void hold() {
    hasOthers = true;
  }

  /// This shard takes a command between its look and its beginning.
  synchronized void overtake(int shard) {
    overtaken = shard;
  }

  synchronized List<String> lines(int shard, EventTopic topic) {
    return List.copyOf(lines.getOrDefault(shard + topic.topicName(), List.of()));
  }

  /// How often anything was changed.
  synchronized int changes() {
    return changes;
  }

  synchronized boolean isOpen() {
    return imported.size() == shards && imported.values().stream().allMatch(ShardImport::ended);
  }

  @Override
  public synchronized Standing look(int shard) {
    boolean isEmpty =
        !hasOthers && lines.keySet().stream().noneMatch(it -> it.startsWith(shard + ""));
    return new Standing(shards, isEmpty, Optional.ofNullable(imported.get(shard)));
  }

  @Override
  public synchronized Standing begin(int shard, String source) {
    if (shard == overtaken) {
      throw new Failure(ExitCode.REFUSED, "Expected an empty shard");
    }
    if (imported.putIfAbsent(shard, ShardImport.begun(source)) == null) {
      changes++;
    }
    return look(shard);
  }

  @Override
  public synchronized Standing take(int shard, EventTopic topic, Prefix after, List<byte[]> page) {
    if (takesLeft == 0) {
      throw new IllegalStateException("interrupted");
    }
    takesLeft--;
    ShardImport there = imported.get(shard);
    if (there.ended() || !there.of(topic).equals(after) || page.isEmpty()) {
      throw new IllegalArgumentException("Expected what follows on " + there);
    }
    Prefix now = after;
    for (byte[] line : page) {
      now = now.and(line);
      lines
          .computeIfAbsent(shard + topic.topicName(), _ -> new ArrayList<>())
          .add(new String(line, UTF_8));
    }
    imported.put(shard, there.with(topic, now));
    changes++;
    return look(shard);
  }

  @Override
  public synchronized Standing end(int shard, ShardImport whole) {
    ShardImport there = imported.get(shard);
    if (!there.end().equals(whole.end())) {
      throw new IllegalArgumentException("Expected %s, but was %s".formatted(there, whole));
    }
    if (!there.ended()) {
      changes++;
      imported.put(shard, there.end());
    }
    return look(shard);
  }
}

package dev.tidemark.query.changes;

import dev.tidemark.events.EventTopic;

/// A mark that moves on, record by record. For one thread.
final class Cursor {
  private final int shards;
  private final long[] next;

  Cursor(Mark from) {
    this.shards = from.shards();
    this.next = from.copy();
  }

  /// A record was read.
  void pass(Committed passed) {
    moveTo(passed.topic(), passed.shard(), passed.offset() + 1);
  }

  /// Everything before `position` was read, holes included. Never moves back.
  void moveTo(EventTopic topic, int shard, long position) {
    int index = Mark.index(topic, shard, shards);
    next[index] = Math.max(next[index], position);
  }

  Mark mark() {
    return new Mark(shards, next);
  }
}

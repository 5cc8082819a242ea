package dev.tidemark.command.log;

import java.util.ArrayList;
import java.util.List;

/// The producers that may write to a shard, one for each of its transactional ids, from their
/// opening to their first failure. They take turns: a commit is answered before the broker has
/// written its markers, and until then the same id cannot begin again, but another can.
///
/// Every owner fences the ids in the same order, one after the other, and then writes its opening
/// with the *first*. If that is committed, nobody has begun to open since this owner did, and
/// nobody from before can write with any of the ids. An opening written with another id proves
/// neither: somebody may have fenced the first in between, opened, and still hold it.
final class ShardProducers implements AutoCloseable {
  private final List<String> ids;
  private final LogSettings settings;
  private final List<ShardProducer> producers = new ArrayList<>();
  private int turn;

  ShardProducers(List<String> ids, LogSettings settings) {
    this.ids = ids;
    this.settings = settings;
  }

  /// The first was the only one once: owners of that time fence it, and are fenced by it.
  static List<String> ids(int shard) {
    String first = "tidemark-shard-" + shard;
    return List.of(first, first + "-b");
  }

  /// Fences every earlier producer of this shard and ends its open transactions.
  void fenceOthers() {
    for (String id : ids) {
      var producer = new ShardProducer(id, settings);
      producers.add(producer);
      producer.fenceOthers();
    }
  }

  /// The one whose turn it is to write the next transaction: the first, once all are fenced.
  ShardProducer next() {
    ShardProducer next = producers.get(turn);
    turn = (turn + 1) % producers.size();
    return next;
  }

  @Override
  public void close() {
    producers.forEach(ShardProducer::close);
  }
}

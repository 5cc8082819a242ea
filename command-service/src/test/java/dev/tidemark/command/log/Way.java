package dev.tidemark.command.log;

import dev.tidemark.command.shard.LogFailedException;
import java.util.List;
import java.util.stream.IntStream;

/// The ways to commit that are measured against each other.
enum Way {
  ONE_ID(1, false),
  TWO_IDS(2, false),
  THREE_IDS(3, false),
  PIPELINED_TWO_IDS(2, true),
  PIPELINED_THREE_IDS(3, true);

  private final int ids;
  private final boolean pipelined;

  Way(int ids, boolean pipelined) {
    this.ids = ids;
    this.pipelined = pipelined;
  }

  Committer committer(int shard, LogSettings settings) throws LogFailedException {
    return pipelined
        ? new PipelinedCommitter(ids(shard), shard, settings)
        : new TurnsCommitter(ids(shard), shard, settings);
  }

  /// Each way has ids of its own, so that all can be ready at once.
  private List<String> ids(int shard) {
    return IntStream.range(0, ids).mapToObj(i -> "%s-%d-%d".formatted(this, shard, i)).toList();
  }
}

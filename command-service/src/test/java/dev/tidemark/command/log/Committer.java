package dev.tidemark.command.log;

import dev.tidemark.events.Envelope;
import java.time.Duration;
import java.util.List;

/// One way to commit events to a shard in a row, to be measured against others.
interface Committer extends AutoCloseable {
  /// As many commands as a shard decides together.
  int GROUP_MAX = 512;

  /// Commits for so long, as a shard does whose clients ask again as soon as they are answered.
  ///
  /// @param waiting the events that wait for a commit at any time, those under way included
  /// @return how many were committed
  long commit(List<Envelope> waiting, Duration duration) throws Exception;

  @Override
  void close();
}

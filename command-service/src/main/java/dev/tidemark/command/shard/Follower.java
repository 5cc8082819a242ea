package dev.tidemark.command.shard;

import dev.tidemark.command.store.StoreDamagedException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the state of a shard that is somebody else's close to the end of the log, so that whoever
/// takes the shard over here replays what is newest and not its history.
///
/// Not thread-safe: belongs to its shard's thread.
final class Follower {
  private static final Logger LOG = LoggerFactory.getLogger(Follower.class);

  private static final Duration BACKOFF = Duration.ofSeconds(1);

  private final int shard;
  private final TransactionalLog log;
  private final Replica replica;
  private final Progress progress;
  private boolean caughtUp;

  Follower(int shard, TransactionalLog log, Replica replica, Progress progress) {
    this.shard = shard;
    this.log = log;
    this.replica = replica;
    this.progress = progress;
  }

  /// Begins anew after the shard was owned here.
  void begin() {
    caughtUp = false;
    progress.begin();
  }

  /// Applies what has come. Never throws because of the log or the store.
  ///
  /// @param patience how long to wait for something to come
  /// @return how long to wait before the next turn; zero if all is well
  Duration turn(Duration patience) {
    try {
      if (Replay.further(replica.store(), log, patience, progress) == 0 && !caughtUp) {
        caughtUp = true;
        progress.end();
        LOG.debug("shard {}: follows at the end of the log", shard);
      }
      return Duration.ZERO;
    } catch (StoreDamagedException e) {
      replica.discard(e);
      begin();
      return BACKOFF;
    } catch (LogFailedException | RuntimeException e) {
      LOG.warn("shard {}: cannot follow, again in {}: {}", shard, BACKOFF, e.toString());
      return BACKOFF;
    }
  }
}

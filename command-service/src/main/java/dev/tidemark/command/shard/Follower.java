package dev.tidemark.command.shard;

import dev.tidemark.command.store.StoreDamagedException;
import java.time.Duration;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the state of a shard that is somebody else's close to the end of the log, so that whoever
/// takes the shard over here replays what is newest and not its history.
///
/// Not thread-safe: belongs to its shard's thread.
final class Follower {
  private static final Logger LOG = LoggerFactory.getLogger(Follower.class);

  private static final String NOT_CLOSE = "replays what it does not know before it opens the shard";
  private static final Duration BACKOFF = Duration.ofSeconds(1);

  /// So few records are replayed in a moment.
  private static final long CLOSE_RECORDS_MAX = 1_000;

  private final int shard;
  private final TransactionalLog log;
  private final Replica replica;
  private final Progress progress;
  private boolean isClose;
  private volatile String state = NOT_CLOSE;

  Follower(int shard, TransactionalLog log, Replica replica, Progress progress) {
    this.shard = shard;
    this.log = log;
    this.replica = replica;
    this.progress = progress;
  }

  /// Begins anew after the shard was owned here.
  void begin() {
    isClose = false;
    state = NOT_CLOSE;
    progress.begin();
  }

  /// For operators; may be asked for by any thread.
  String state() {
    return state;
  }

  /// Whether what is left to replay takes no time to speak of.
  boolean isClose() {
    return isClose;
  }

  /// Applies what has come. Never throws because of the log or the store.
  ///
  /// @param patience how long to wait for something to come
  /// @return how long to wait before the next turn; zero if all is well
  Duration turn(Duration patience) {
    try {
      OptionalLong left = Replay.further(replica.store(), log, patience, progress);
      boolean wasClose = isClose;
      isClose = left.isPresent() && left.getAsLong() <= CLOSE_RECORDS_MAX;
      state = NOT_CLOSE;
      if (isClose && !wasClose) {
        progress.end();
        LOG.debug("shard {}: follows close to the end of the log", shard);
      }
      return Duration.ZERO;
    } catch (StoreDamagedException e) {
      replica.discard(e);
      // What is followed next begins at the log's beginning again.
      log.close();
      begin();
      return BACKOFF;
    } catch (LogFailedException e) {
      return trouble(e);
    } catch (RuntimeException e) {
      LOG.error("shard {}: cannot follow", shard, e);
      return trouble(e);
    }
  }

  private Duration trouble(Exception e) {
    isClose = false;
    state = "cannot follow: " + e.getMessage();
    LOG.warn("shard {}: {}; again in {} ms", shard, state, BACKOFF.toMillis());
    return BACKOFF;
  }
}

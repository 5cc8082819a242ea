package dev.tidemark.views.cache;

import static dev.tidemark.views.cache.Script.bytes;

import dev.tidemark.events.EventTopic;
import io.lettuce.core.api.async.RedisScriptingAsyncCommands;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/// The only ways to write to the cache. Each is one script, so it happens whole or not at all, on
/// the server and on its replicas.
///
/// A failover to a replica that lags loses the last writes, but only ever a tail of them. Because
/// the values of a write and the watermark that covers them go together, a watermark that survives
/// proves that its values did; and because each write expects the watermark of the one before, the
/// first write after a loss is refused, and the writer repairs the shard.
public final class CacheScripts {
  public static final Instant NO_LEASE = Instant.EPOCH;

  private static final Script PUT = Script.named("put.lua");
  private static final Script DROP = Script.named("drop.lua");
  private static final Script WRITE = Script.named("write.lua");
  private static final Script RENEW = Script.named("renew.lua");
  private static final Script TAKE = Script.named("take.lua");
  private static final Script CLAIM = Script.named("claim.lua");

  /// Who reads a value from the database.
  public enum Turn {
    ANOTHERS,
    MINE,
    /// The value is there.
    NOBODYS
  }

  /// One value to be written. Never compared, so the array does no harm.
  ///
  /// @param bytes as [CachedValue#encode] gives them
  @SuppressWarnings("ArrayRecordComponent")
  public record Entry(String key, byte[] bytes, Duration timeToLive) {}

  /// What became of a write that was not refused.
  ///
  /// @param at Redis' time
  /// @param newer how many values were left out, since a newer one stands there
  public record Written(Instant at, int newer) {}

  private final RedisScriptingAsyncCommands<String, byte[]> redis;

  public CacheScripts(RedisScriptingAsyncCommands<String, byte[]> redis) {
    this.redis = redis;
  }

  /// Fills one value that was read from the database, unless a newer one stands there or may have
  /// stood there. Any reader may do so, however late: a fill that waited while the projection wrote
  /// a newer value and Redis evicted it is refused, because the watermark has passed its proof.
  ///
  /// @param topic the topic that the value follows from
  /// @param provedAt the database's next position of that topic, read in the same snapshot as the
  ///   row
  /// @return whether it was written; either way the [turn][#claim] is over
  public CompletionStage<Boolean> put(
      CacheKeys keys, EventTopic topic, long provedAt, Entry entry) {
    return PUT.run(
            redis,
            new String[] {entry.key(), keys.watermark(), CacheKeys.turn(entry.key())},
            entry.bytes(),
            millis(entry.timeToLive()),
            bytes(CachedValue.versionText(provedAt)),
            bytes(Integer.toString(Watermark.textOffset(topic))))
        .thenApply(written -> written == 1);
  }

  /// Asks for the turn to read a value from the database and to [fill][#put] it. It is a courtesy
  /// to the database, and no lock: a turn ends by itself, and who has none may fill too.
  ///
  /// @param lasts how long the turn does, if it is the caller's
  /// @param leftMin the value counts as there if it lives as long as this at least
  public CompletionStage<Turn> claim(String key, Duration lasts, Duration leftMin) {
    return CLAIM
        .run(redis, new String[] {key, CacheKeys.turn(key)}, millis(lasts), millis(leftMin))
        .thenApply(answered -> Turn.values()[answered.intValue()]);
  }

  /// Deletes one value that was found to be wrong, if it still stands there.
  ///
  /// @return whether it was deleted
  public CompletionStage<Boolean> drop(String key, byte[] found) {
    return DROP.run(redis, new String[] {key}, found).thenApply(deleted -> deleted == 1);
  }

  /// Writes values and the watermark that covers them, if `expected` is still there.
  ///
  /// @param leaseEnd until when readers may trust it, by Redis' clock, however late the write gets
  ///   there; [#NO_LEASE] leaves the shard without a lease
  /// @return empty if it was refused
  public CompletionStage<Optional<Written>> write(
      CacheKeys keys, Watermark expected, Watermark next, Instant leaseEnd, List<Entry> entries) {
    var names = new String[2 + entries.size()];
    var arguments = new byte[3 + 2 * entries.size()][];
    names[0] = keys.watermark();
    names[1] = keys.lease();
    arguments[0] = bytes(expected.encode());
    arguments[1] = bytes(next.encode());
    arguments[2] = millis(leaseEnd);
    for (int i = 0; i < entries.size(); i++) {
      Entry entry = entries.get(i);
      names[2 + i] = entry.key();
      arguments[3 + 2 * i] = entry.bytes();
      arguments[4 + 2 * i] = millis(entry.timeToLive());
    }
    return WRITE.runForSeveral(redis, names, arguments).thenApply(CacheScripts::written);
  }

  /// Renews the lease, if `expected` is still there.
  ///
  /// @param leaseEnd by Redis' clock
  /// @return Redis' time when it was renewed; empty if it was not
  public CompletionStage<Optional<Instant>> renew(
      CacheKeys keys, Watermark expected, Instant leaseEnd) {
    return RENEW
        .run(redis, shard(keys), bytes(expected.encode()), millis(leaseEnd))
        .thenApply(CacheScripts::time);
  }

  /// Makes the caller the writer of a shard, without a lease yet.
  ///
  /// @param found the text that stands there now, whatever it is
  /// @return Redis' time when it was taken; empty if it was not
  public CompletionStage<Optional<Instant>> take(
      CacheKeys keys, Optional<String> found, Watermark mine) {
    return TAKE.run(redis, shard(keys), bytes(found.orElse("")), bytes(mine.encode()))
        .thenApply(CacheScripts::time);
  }

  private static String[] shard(CacheKeys keys) {
    return new String[] {keys.watermark(), keys.lease()};
  }

  private static Optional<Written> written(List<Long> answered) {
    return time(answered.getFirst()).map(at -> new Written(at, answered.getLast().intValue()));
  }

  private static Optional<Instant> time(long answered) {
    return answered < 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(answered));
  }

  private static byte[] millis(Instant instant) {
    return bytes(Long.toString(instant.toEpochMilli()));
  }

  private static byte[] millis(Duration duration) {
    return bytes(Long.toString(duration.toMillis()));
  }
}

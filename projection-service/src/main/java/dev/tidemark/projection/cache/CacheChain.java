package dev.tidemark.projection.cache;

import dev.tidemark.projection.batch.Positions;
import dev.tidemark.views.cache.CacheKeys;
import dev.tidemark.views.cache.CacheScripts;
import dev.tidemark.views.cache.Watermark;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/// The writes of one writer to one shard of the cache, each naming the one before. It ends with the
/// first write that is refused, or whose outcome is unknown: then another must be begun.
///
/// The positions in the shard's watermark are a cursor over rows: every row whose last event stands
/// before it is in the cache as it is, or newer, or absent. That is all a successor needs to know
/// in order to go on. Readers need more, namely that every *event* before it is in the cache, and
/// this holds only once no row is left to write: a row that changed again has moved behind the
/// cursor. So the lease, the only thing readers trust, is given to no watermark in between.
final class CacheChain {
  private static final int CHUNK_VALUES_MAX = 256;
  private static final int CHUNK_BYTES_MAX = 1024 * 1024;

  private static final int NONCE_CHARS = 16;

  private final RedisLink redis;
  private final CacheKeys keys;
  private Watermark last;
  private RedisClock clock;

  private CacheChain(RedisLink redis, CacheKeys keys, Watermark first, RedisClock clock) {
    this.redis = redis;
    this.keys = keys;
    this.last = first;
    this.clock = clock;
  }

  /// Makes the caller the only writer of the shard, and ends its lease.
  ///
  /// What a watermark that stands there covers was written together with it, by one script: however
  /// much a failover lost, what it says of rows is true. It is not believed beyond `store`, though:
  /// the cache of another history may be further.
  ///
  /// @param nonce never used before
  static CacheChain begin(RedisLink redis, CacheKeys keys, Positions store, String nonce) {
    Optional<String> text = redis.get(keys.watermark());
    Watermark mine =
        text.flatMap(Watermark::decode)
            .map(found ->
                new Watermark(
                    Math.min(found.users(), store.users()),
                    Math.min(found.sessions(), store.sessions()),
                    Math.min(found.orders(), store.orders()),
                    found.writeSequence() + 1,
                    nonce))
            .orElseGet(() -> new Watermark(0, 0, 0, 0, nonce));
    RedisClock clock =
        redis
            .run(scripts -> scripts.take(keys, text, mine))
            .map(RedisClock::heard)
            .orElseThrow(() -> new CacheException("Another writer was faster to take the cache"));
    return new CacheChain(redis, keys, mine, clock);
  }

  /// A name that no other chain has.
  static String nonce(RandomGenerator random) {
    var nonce = new StringBuilder(NONCE_CHARS);
    for (int i = 0; i < NONCE_CHARS; i++) {
      nonce.append(Character.forDigit(random.nextInt(Character.MAX_RADIX), Character.MAX_RADIX));
    }
    return nonce.toString();
  }

  Positions cursor() {
    return new Positions(last.users(), last.sessions(), last.orders());
  }

  /// Writes all rows, in their order, and moves the cursor with them.
  ///
  /// @param end where the cursor stands afterwards
  /// @param leaseEnd for readers, by [System#nanoTime()], if no row is left to write; else empty
  /// @return how many were left out, since something newer stands there
  int write(List<CachedRow> rows, Positions end, OptionalLong leaseEnd) {
    var chunk = new ArrayList<CacheScripts.Entry>();
    int bytes = 0;
    int left = 0;
    Positions cursor = cursor();
    for (CachedRow row : rows) {
      int rowBytes = row.entry().bytes().length;
      if (chunk.size() == CHUNK_VALUES_MAX || bytes + rowBytes > CHUNK_BYTES_MAX) {
        left += send(chunk, cursor, OptionalLong.empty());
        chunk.clear();
        bytes = 0;
      }
      chunk.add(row.entry());
      bytes += rowBytes;
      // One beyond the row's offset: a bound between rows, not the place of a record.
      cursor = cursor.with(row.topic(), row.sourceOffset() + 1);
    }
    return left + send(chunk, end, leaseEnd);
  }

  /// Writes rows wherever their last events stand, and leaves the cursor where it is: a row before
  /// it is in the cache then, and one behind it is met again.
  void rewrite(List<CachedRow> rows) {
    var chunk = new ArrayList<CacheScripts.Entry>();
    int bytes = 0;
    for (CachedRow row : rows) {
      int rowBytes = row.entry().bytes().length;
      if (chunk.size() == CHUNK_VALUES_MAX || bytes + rowBytes > CHUNK_BYTES_MAX) {
        send(chunk, cursor(), OptionalLong.empty());
        chunk.clear();
        bytes = 0;
      }
      chunk.add(row.entry());
      bytes += rowBytes;
    }
    if (!chunk.isEmpty()) {
      send(chunk, cursor(), OptionalLong.empty());
    }
  }

  /// @param leaseEnd by [System#nanoTime()]
  /// @return false if anybody else has written since
  boolean renew(long leaseEnd) {
    Instant end = clock.at(leaseEnd);
    Optional<Instant> renewed = redis.run(scripts -> scripts.renew(keys, last, end));
    renewed.ifPresent(now -> clock = RedisClock.heard(now));
    return renewed.isPresent();
  }

  private int send(List<CacheScripts.Entry> entries, Positions cursor, OptionalLong leaseEnd) {
    Watermark next = last.nextWrite(cursor.users(), cursor.sessions(), cursor.orders());
    Watermark expected = last;
    Instant end = leaseEnd.isPresent() ? clock.at(leaseEnd.getAsLong()) : CacheScripts.NO_LEASE;
    CacheScripts.Written written =
        redis
            .run(scripts -> scripts.write(keys, expected, next, end, entries))
            .orElseThrow(() ->
                new CacheException(
                    "The last write is gone, or another writer came: a write was refused"));
    clock = RedisClock.heard(written.at());
    last = next;
    return written.newer();
  }
}

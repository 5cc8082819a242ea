package dev.tidemark.command.store;

import dev.tidemark.command.aggregates.order.Order;
import dev.tidemark.command.aggregates.session.Session;
import dev.tidemark.command.aggregates.user.User;
import dev.tidemark.command.handling.Outcome;
import dev.tidemark.command.handling.StateChanges;
import dev.tidemark.command.handling.StateChanges.OutcomeKey;
import dev.tidemark.events.EventTopic;
import dev.tidemark.events.archive.ShardImport;
import dev.tidemark.events.value.CommandId;
import dev.tidemark.events.value.OrderId;
import dev.tidemark.events.value.SessionId;
import dev.tidemark.events.value.Username;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.rocksdb.FlushOptions;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.Slice;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/// A [StateStore] in RocksDB without a write-ahead log: the log of the shard is one already. One
/// column family, so that whatever prefix of the writes a crash leaves is a state that once was.
final class RocksStateStore implements StateStore {
  private static final byte[] NOTHING = {};

  private final Options options;
  private final RocksDB db;
  private final WriteOptions unlogged = new WriteOptions().setDisableWAL(true);
  private final KeyWindow window;
  private Instant logTime;

  RocksStateStore(Path directory, Options options, KeyWindow window) throws RocksDBException {
    this.options = options;
    this.db = RocksDB.open(options, directory.toString());
    this.window = window;
    byte[] newest = db.get(StoreKeys.LOG_TIME);
    this.logTime = newest == null ? Instant.EPOCH : instant(newest);
  }

  byte @Nullable [] fingerprint() throws RocksDBException {
    return db.get(StoreKeys.FINGERPRINT);
  }

  void fingerprint(byte[] fingerprint) throws RocksDBException {
    db.put(unlogged, StoreKeys.FINGERPRINT, fingerprint);
  }

  @Override
  public @Nullable User user(Username username) {
    return read(StoreKeys.user(username), User.class);
  }

  @Override
  public @Nullable Session session(SessionId id) {
    return read(StoreKeys.session(id), Session.class);
  }

  @Override
  public @Nullable Order order(OrderId id) {
    return read(StoreKeys.order(id), Order.class);
  }

  @Override
  public @Nullable Outcome outcome(Username customer, CommandId id) {
    Outcome found = null;
    for (long bucket = window.bucket(logTime);
        found == null && bucket >= window.oldestKept(logTime);
        bucket--) {
      found = read(StoreKeys.outcome(bucket, customer, id), Outcome.class);
    }
    return found;
  }

  @Override
  public Instant logTime() {
    return logTime;
  }

  @Override
  public OptionalLong offset(EventTopic topic) {
    byte[] offset = bytes(StoreKeys.offset(topic));
    return offset == null
        ? OptionalLong.empty()
        : OptionalLong.of(ByteBuffer.wrap(offset).getLong());
  }

  @Override
  public Optional<ShardImport> imported() {
    return Optional.ofNullable(read(StoreKeys.IMPORTED, ShardImport.class));
  }

  @Override
  public List<Session> expired(Instant now, int sessionsMax) {
    var expired = new ArrayList<Session>();
    try (var end = new Slice(StoreKeys.expiryAfter(now));
        var bounds = new ReadOptions().setIterateUpperBound(end);
        var keys = db.newIterator(bounds)) {
      keys.seek(StoreKeys.expiryFirst());
      for (; keys.isValid() && expired.size() < sessionsMax; keys.next()) {
        Session session = session(StoreKeys.expiring(keys.key()));
        if (session != null) {
          expired.add(session);
        }
      }
      keys.status();
      return expired;
    } catch (RocksDBException e) {
      throw damaged(e);
    }
  }

  @Override
  public void apply(StateChanges changes) {
    try (var batch = new WriteBatch()) {
      for (var user : changes.users().entrySet()) {
        batch.put(StoreKeys.user(user.getKey()), StateCodec.encode(user.getValue()));
      }
      for (Session session : changes.sessions().values()) {
        index(batch, session);
        batch.put(StoreKeys.session(session.sessionId()), StateCodec.encode(session));
      }
      for (var order : changes.orders().entrySet()) {
        batch.put(StoreKeys.order(order.getKey()), StateCodec.encode(order.getValue()));
      }
      if (changes.imported().isPresent()) {
        batch.put(StoreKeys.IMPORTED, StateCodec.encode(changes.imported().get()));
      }
      Instant newest = changes.logTime().isAfter(logTime) ? changes.logTime() : logTime;
      forget(batch, window.oldestKept(newest));
      for (var outcome : changes.outcomes().entrySet()) {
        if (window.bucket(outcome.getValue().recordedAt()) >= window.oldestKept(newest)) {
          remember(batch, outcome.getKey(), outcome.getValue());
        }
      }
      batch.put(StoreKeys.LOG_TIME, bytes(newest));
      for (var offset : changes.offsets().entrySet()) {
        byte[] value = ByteBuffer.allocate(Long.BYTES).putLong(offset.getValue()).array();
        batch.put(StoreKeys.offset(offset.getKey()), value);
      }
      db.write(unlogged, batch);
      logTime = newest;
    } catch (RocksDBException e) {
      throw damaged(e);
    }
  }

  private void forget(WriteBatch batch, long oldestKept) throws RocksDBException {
    long oldest = window.oldestKept(logTime);
    if (oldest < oldestKept) {
      batch.deleteRange(StoreKeys.outcomesFrom(oldest), StoreKeys.outcomesFrom(oldestKept));
    }
  }

  private void remember(WriteBatch batch, OutcomeKey key, Outcome outcome) throws RocksDBException {
    byte[] place = StoreKeys.outcome(window.bucket(outcome.recordedAt()), key.customer(), key.id());
    Outcome there = read(place, Outcome.class);
    Outcome kept = there == null ? outcome : Outcome.later(there, outcome);
    batch.put(place, StateCodec.encode(kept));
  }

  /// Open sessions stand in the index by when they expire, others do not.
  private void index(WriteBatch batch, Session session) throws RocksDBException {
    Session before = session(session.sessionId());
    if (before != null && before.open()) {
      batch.delete(StoreKeys.expiry(before.expiresAt(), before.sessionId()));
    }
    if (session.open()) {
      batch.put(StoreKeys.expiry(session.expiresAt(), session.sessionId()), NOTHING);
    }
  }

  @Override
  public void close() {
    try (options;
        db;
        unlogged;
        var waiting = new FlushOptions().setWaitForFlush(true)) {
      db.flush(waiting);
    } catch (RocksDBException e) {
      throw damaged(e);
    }
  }

  private <T extends Record> @Nullable T read(byte[] key, Class<T> type) {
    byte[] json = bytes(key);
    return json == null ? null : StateCodec.decode(json, type);
  }

  private byte @Nullable [] bytes(byte[] key) {
    try {
      return db.get(key);
    } catch (RocksDBException e) {
      throw damaged(e);
    }
  }

  private static byte[] bytes(Instant instant) {
    return ByteBuffer.allocate(Long.BYTES + Integer.BYTES)
        .putLong(instant.getEpochSecond())
        .putInt(instant.getNano())
        .array();
  }

  private static Instant instant(byte[] bytes) {
    var parts = ByteBuffer.wrap(bytes);
    return Instant.ofEpochSecond(parts.getLong(), parts.getInt());
  }

  private static StoreDamagedException damaged(RocksDBException e) {
    return new StoreDamagedException("RocksDB: " + e.getMessage(), e);
  }
}

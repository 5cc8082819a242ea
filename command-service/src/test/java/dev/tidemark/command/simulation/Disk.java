package dev.tidemark.command.simulation;

import dev.tidemark.command.aggregates.order.Order;
import dev.tidemark.command.aggregates.session.Session;
import dev.tidemark.command.aggregates.user.User;
import dev.tidemark.command.handling.Outcome;
import dev.tidemark.command.handling.StateChanges;
import dev.tidemark.command.store.MemoryStateStore;
import dev.tidemark.command.store.StateStore;
import dev.tidemark.command.store.StateStores;
import dev.tidemark.command.store.StoreDamagedException;
import dev.tidemark.events.EventTopic;
import dev.tidemark.events.archive.ShardImport;
import dev.tidemark.events.value.CommandId;
import dev.tidemark.events.value.OrderId;
import dev.tidemark.events.value.SessionId;
import dev.tidemark.events.value.Username;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// The disk of one instance. What was written but not flushed may be lost in a crash, the latest
/// first.
class Disk implements StateStores {
  final World around;
  final List<StateChanges> written = new ArrayList<>();
  private int flushed;
  private @Nullable MemoryStateStore live;

  Disk(World around) {
    this.around = around;
  }

  /// The store that is open, or was last.
  final @Nullable MemoryStateStore live() {
    return live;
  }

  Duration keyWindow() {
    return around.keyWindow();
  }

  Instant logTime(MemoryStateStore store) {
    return store.logTime();
  }

  @Override
  public final StateStore open(int shard) {
    var memory = new MemoryStateStore(keyWindow());
    written.forEach(memory::apply);
    live = memory;
    return new Store(memory);
  }

  @Override
  public final void wipe(int shard) {
    written.clear();
    flushed = 0;
  }

  final void crash() {
    lose(flushed + around.below(written.size() - flushed + 1));
    flushed = written.size();
  }

  void lose(int kept) {
    written.subList(kept, written.size()).clear();
  }

  void write(MemoryStateStore store, StateChanges changes) {
    store.apply(changes);
    written.add(changes);
  }

  private final class Store implements StateStore {
    private final MemoryStateStore memory;

    Store(MemoryStateStore memory) {
      this.memory = memory;
    }

    private void mayBeDamaged() {
      if (around.chance(around.faults().damaged())) {
        throw new StoreDamagedException("Expected a sound store, but it is damaged");
      }
    }

    @Override
    public @Nullable User user(Username username) {
      mayBeDamaged();
      return memory.user(username);
    }

    @Override
    public @Nullable Session session(SessionId id) {
      return memory.session(id);
    }

    @Override
    public @Nullable Order order(OrderId id) {
      return memory.order(id);
    }

    @Override
    public @Nullable Outcome outcome(Username customer, CommandId id) {
      mayBeDamaged();
      return memory.outcome(customer, id);
    }

    @Override
    public Instant logTime() {
      return Disk.this.logTime(memory);
    }

    @Override
    public OptionalLong offset(EventTopic topic) {
      return memory.offset(topic);
    }

    @Override
    public Optional<ShardImport> imported() {
      return memory.imported();
    }

    @Override
    public List<Session> expired(Instant now, int sessionsMax) {
      return memory.expired(now, sessionsMax);
    }

    @Override
    public void apply(StateChanges changes) {
      mayBeDamaged();
      write(memory, changes);
      mayBeDamaged();
      if (around.chance(0.1)) {
        flushed = written.size();
      }
    }

    @Override
    public void close() {
      flushed = written.size();
    }
  }
}

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
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;

/// A store that lives as long as its test.
public final class MemoryStateStore implements StateStore {
  private final Map<Username, User> users = new HashMap<>();
  private final Map<SessionId, Session> sessions = new HashMap<>();
  private final Map<OrderId, Order> orders = new HashMap<>();
  private final Map<OutcomeKey, Outcome> outcomes = new HashMap<>();
  private final Map<EventTopic, Long> offsets = new EnumMap<>(EventTopic.class);

  private final AtomicBoolean damaged = new AtomicBoolean();
  private final KeyWindow window;
  private Instant logTime = Instant.EPOCH;
  private Optional<ShardImport> imported = Optional.empty();

  /// One that remembers keys for a thousand years.
  public MemoryStateStore() {
    this(Duration.ofDays(365_000));
  }

  /// @param keyWindow for how long outcomes are kept
  public MemoryStateStore(Duration keyWindow) {
    this.window = new KeyWindow(keyWindow);
  }

  /// From now on the next read of a user finds the store damaged.
  public void damage() {
    damaged.set(true);
  }

  /// Everything in it, for comparing.
  public List<Object> content() {
    return List.of(users, sessions, orders, outcomes, logTime);
  }

  @Override
  public User user(Username username) {
    if (damaged.getAndSet(false)) {
      throw new StoreDamagedException("Expected a sound store, but a test damaged it");
    }
    return users.get(username);
  }

  @Override
  public Session session(SessionId id) {
    return sessions.get(id);
  }

  @Override
  public Order order(OrderId id) {
    return orders.get(id);
  }

  @Override
  public Outcome outcome(Username customer, CommandId id) {
    return outcomes.get(new OutcomeKey(customer, id));
  }

  @Override
  public Instant logTime() {
    return logTime;
  }

  @Override
  public OptionalLong offset(EventTopic topic) {
    Long offset = offsets.get(topic);
    return offset == null ? OptionalLong.empty() : OptionalLong.of(offset);
  }

  @Override
  public Optional<ShardImport> imported() {
    return imported;
  }

  @Override
  public List<Session> expired(Instant now, int sessionsMax) {
    return sessions.values().stream()
        .filter(session -> session.open() && !session.expiresAt().isAfter(now))
        .sorted(Comparator.comparing(Session::expiresAt))
        .limit(sessionsMax)
        .toList();
  }

  @Override
  public void apply(StateChanges changes) {
    users.putAll(changes.users());
    sessions.putAll(changes.sessions());
    orders.putAll(changes.orders());
    logTime = changes.logTime().isAfter(logTime) ? changes.logTime() : logTime;
    changes.outcomes().forEach((key, outcome) -> outcomes.merge(key, outcome, Outcome::later));
    outcomes.values().removeIf(it -> window.bucket(it.recordedAt()) < window.oldestKept(logTime));
    offsets.putAll(changes.offsets());
    imported = changes.imported().or(() -> imported);
  }

  @Override
  public void close() {}
}

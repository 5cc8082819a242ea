package dev.tidemark.command.handling;

import dev.tidemark.command.aggregates.BrokenHistoryException;
import dev.tidemark.command.aggregates.order.Order;
import dev.tidemark.command.aggregates.session.Session;
import dev.tidemark.command.aggregates.user.User;
import dev.tidemark.events.Envelope;
import dev.tidemark.events.EventTopic;
import dev.tidemark.events.OrderEvent;
import dev.tidemark.events.SessionEvent;
import dev.tidemark.events.UserEvent;
import dev.tidemark.events.archive.ShardImport;
import dev.tidemark.events.consistency.Position;
import dev.tidemark.events.value.CommandId;
import dev.tidemark.events.value.OrderId;
import dev.tidemark.events.value.SessionId;
import dev.tidemark.events.value.Username;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A state as events change it, laid over one that stays as it is. [#apply] is the only way in
/// which state changes, whether an event was decided just now or is replayed.
///
/// Not thread-safe: belongs to its shard's thread.
public final class StateChanges implements StateView {
  /// A key is its customer's own: another customer's command of the same key is another command.
  public record OutcomeKey(Username customer, CommandId id) {}

  private final StateView base;
  private final Map<Username, User> users = new HashMap<>();
  private final Map<SessionId, Session> sessions = new HashMap<>();
  private final Map<OrderId, Order> orders = new HashMap<>();
  private final Map<OutcomeKey, Outcome> outcomes = new HashMap<>();
  private final Map<EventTopic, Long> offsets = new EnumMap<>(EventTopic.class);
  private @Nullable ShardImport imported;
  private Instant logTime;

  public StateChanges(StateView base) {
    this.base = base;
    this.logTime = base.logTime();
  }

  /// @throws BrokenHistoryException if the event does not follow on the aggregate's last one
  public void apply(Envelope envelope, Position position) {
    Result result =
        switch (envelope.event()) {
          case UserEvent event -> {
            User before = user(event.username());
            follows(envelope, before == null ? 0 : before.version());
            users.put(event.username(), User.evolve(before, event));
            yield Result.to(event);
          }
          case SessionEvent event -> {
            Session before = session(event.sessionId());
            follows(envelope, before == null ? 0 : before.version());
            sessions.put(event.sessionId(), Session.evolve(before, event, envelope.occurredAt()));
            yield Result.to(event);
          }
          case OrderEvent event -> {
            Order before = order(event.orderId());
            follows(envelope, before == null ? 0 : before.version());
            Order after = Order.evolve(before, event);
            orders.put(event.orderId(), after);
            yield Result.to(event, after);
          }
        };
    Instant recordedAt = envelope.recordedAt();
    outcomes.merge(
        new OutcomeKey(envelope.event().username(), envelope.commandId()),
        new Outcome(envelope.commandHash(), envelope.sequence(), position, recordedAt, result),
        Outcome::later);
    logTime = recordedAt.isAfter(logTime) ? recordedAt : logTime;
    passed(position);
  }

  /// A record that changes no aggregate has been read.
  public void passed(Position position) {
    offsets.put(position.topic(), position.offset());
  }

  /// The shard has been filled from an archive so far.
  public void imported(ShardImport state, Position position) {
    imported = state;
    passed(position);
  }

  private static void follows(Envelope envelope, long version) {
    if (envelope.sequence() != version + 1) {
      throw new BrokenHistoryException(
          "Expected event %d of %s, but was event %d"
              .formatted(version + 1, envelope.event().aggregateId(), envelope.sequence()));
    }
  }

  @Override
  public @Nullable User user(Username username) {
    User changed = users.get(username);
    return changed == null ? base.user(username) : changed;
  }

  @Override
  public @Nullable Session session(SessionId id) {
    Session changed = sessions.get(id);
    return changed == null ? base.session(id) : changed;
  }

  @Override
  public @Nullable Order order(OrderId id) {
    Order changed = orders.get(id);
    return changed == null ? base.order(id) : changed;
  }

  @Override
  public @Nullable Outcome outcome(Username customer, CommandId id) {
    Outcome changed = outcomes.get(new OutcomeKey(customer, id));
    return changed == null ? base.outcome(customer, id) : changed;
  }

  @Override
  public Instant logTime() {
    return logTime;
  }

  public Map<Username, User> users() {
    return Collections.unmodifiableMap(users);
  }

  public Map<SessionId, Session> sessions() {
    return Collections.unmodifiableMap(sessions);
  }

  public Map<OrderId, Order> orders() {
    return Collections.unmodifiableMap(orders);
  }

  public Map<OutcomeKey, Outcome> outcomes() {
    return Collections.unmodifiableMap(outcomes);
  }

  /// How far the shard is filled now; empty if that has not changed.
  public Optional<ShardImport> imported() {
    return Optional.ofNullable(imported);
  }

  /// The offset of the last record of each topic; topics without one are left out.
  public Map<EventTopic, Long> offsets() {
    return Collections.unmodifiableMap(offsets);
  }
}

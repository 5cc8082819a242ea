package dev.tidemark.command.handling;

import dev.tidemark.command.aggregates.order.Order;
import dev.tidemark.command.aggregates.session.Session;
import dev.tidemark.command.aggregates.user.User;
import dev.tidemark.events.value.CommandId;
import dev.tidemark.events.value.OrderId;
import dev.tidemark.events.value.SessionId;
import dev.tidemark.events.value.Username;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The state of a shard, for reading. Null is what never was.
public interface StateView {
  @Nullable User user(Username username);

  @Nullable Session session(SessionId id);

  @Nullable Order order(OrderId id);

  /// What became of the command that `customer` sent under this key, if it is remembered.
  @Nullable Outcome outcome(Username customer, CommandId id);

  /// When the newest of all events was recorded; 1970 if there is none. Nothing is recorded before
  /// it any more, so that it goes on however the clocks of the shard's owners go.
  Instant logTime();
}

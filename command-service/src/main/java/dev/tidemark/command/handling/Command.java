package dev.tidemark.command.handling;

import dev.tidemark.command.aggregates.order.OrderCommand;
import dev.tidemark.command.aggregates.session.SessionCommand;
import dev.tidemark.command.aggregates.user.UserCommand;
import dev.tidemark.events.value.Slot;

/// A command for any of the aggregates.
public sealed interface Command {
  /// Where it is routed: the slot of its customer.
  Slot slot();

  record OfUser(UserCommand command) implements Command {
    @Override
    public Slot slot() {
      return command.username().slot();
    }
  }

  record OfSession(SessionCommand command) implements Command {
    @Override
    public Slot slot() {
      return command.sessionId().slot();
    }
  }

  record OfOrder(OrderCommand command) implements Command {
    @Override
    public Slot slot() {
      return command.orderId().slot();
    }
  }
}

package dev.tidemark.command.handling;

import dev.tidemark.command.aggregates.Decision;
import dev.tidemark.command.aggregates.order.Order;
import dev.tidemark.command.aggregates.order.OrderCommand;
import dev.tidemark.command.aggregates.session.Session;
import dev.tidemark.command.aggregates.session.SessionCommand;
import dev.tidemark.command.aggregates.user.User;
import dev.tidemark.command.aggregates.user.UserCommand;
import dev.tidemark.events.EventTopic;
import dev.tidemark.events.value.Username;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A command together with the state that it is about.
sealed interface Subject {
  /// Null if the command is for an aggregate that does not exist, and so for no customer.
  @Nullable Username customer();

  /// Of the aggregate that the command is to change; 0 if there is none yet.
  long version();

  Decision decide(Instant at);

  /// What to say when the decision is that nothing need be done.
  Verdict.Unchanged unchanged();

  static Subject of(Command command, StateView state) {
    return switch (command) {
      case Command.OfUser(var wanted) -> new OfUser(state.user(wanted.username()), wanted);
      case Command.OfSession(var wanted) -> {
        Session session = state.session(wanted.sessionId());
        Username customer =
            wanted instanceof SessionCommand.Start start
                ? start.username()
                : session == null ? null : session.username();
        User user = customer == null ? null : state.user(customer);
        yield new OfSession(customer, session, user, wanted);
      }
      case Command.OfOrder(var wanted) -> {
        Order order = state.order(wanted.orderId());
        yield switch (wanted) {
          case OrderCommand.Place place ->
              new OfOrder(place.username(), order, state.user(place.username()), place);
          case OrderCommand.Further further ->
              new OfOrder(order == null ? null : order.username(), order, null, further);
        };
      }
    };
  }

  record OfUser(@Nullable User user, UserCommand command) implements Subject {
    @Override
    public Username customer() {
      return command.username();
    }

    @Override
    public long version() {
      return user == null ? 0 : user.version();
    }

    @Override
    public Decision decide(Instant at) {
      return User.decide(user, command);
    }

    @Override
    public Verdict.Unchanged unchanged() {
      return new Verdict.Unchanged(
          new Result.UserChanged(command.username()), version(), EventTopic.USERS);
    }
  }

  record OfSession(
      @Nullable Username customer,
      @Nullable Session session,
      @Nullable User user,
      SessionCommand command)
      implements Subject {
    @Override
    public long version() {
      return session == null ? 0 : session.version();
    }

    @Override
    public Decision decide(Instant at) {
      return Session.decide(session, user, command, at);
    }

    @Override
    public Verdict.Unchanged unchanged() {
      Result result =
          command instanceof SessionCommand.Touch && session != null
              ? new Result.Touched(session.sessionId(), session.expiresAt())
              : new Result.Over(command.sessionId());
      return new Verdict.Unchanged(result, version(), EventTopic.SESSIONS);
    }
  }

  record OfOrder(
      @Nullable Username customer, @Nullable Order order, @Nullable User user, OrderCommand command)
      implements Subject {
    @Override
    public long version() {
      return order == null ? 0 : order.version();
    }

    @Override
    public Decision decide(Instant at) {
      return Order.decide(order, user, command);
    }

    @Override
    public Verdict.Unchanged unchanged() {
      return new Verdict.Unchanged(
          new Result.Advanced(command.orderId()), version(), EventTopic.ORDERS);
    }
  }
}

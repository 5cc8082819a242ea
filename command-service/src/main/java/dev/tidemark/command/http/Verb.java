package dev.tidemark.command.http;

import dev.tidemark.command.aggregates.order.OrderCommand;
import dev.tidemark.command.aggregates.session.SessionCommand;
import dev.tidemark.command.aggregates.user.UserCommand;
import dev.tidemark.command.handling.Command;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What clients may ask for.
sealed interface Verb {
  /// As it is called in bulk requests and in fingerprints. Never changed: a client may ask again
  /// after years.
  String label();

  /// Whether it creates something each time it is decided, so that a client that does not name its
  /// intention could not safely ask twice.
  boolean creates();

  static List<Verb> all() {
    return Stream.<Verb[]>of(OfUser.values(), OfSession.values(), OfOrder.values())
        .flatMap(Arrays::stream)
        .toList();
  }

  static Optional<Verb> labelled(String label) {
    return all().stream().filter(verb -> verb.label().equals(label)).findFirst();
  }

  /// What a client's command wants.
  static Verb of(Command command) {
    return switch (command) {
      case Command.OfUser(var wanted) ->
          switch (wanted) {
            case UserCommand.Register _ -> OfUser.REGISTER;
            case UserCommand.ChangeProfile _ -> OfUser.CHANGE_PROFILE;
            case UserCommand.Deactivate _ -> OfUser.DEACTIVATE;
            case UserCommand.Reactivate _ -> OfUser.REACTIVATE;
          };
      case Command.OfSession(var wanted) ->
          switch (wanted) {
            case SessionCommand.Start _ -> OfSession.START;
            case SessionCommand.Touch _ -> OfSession.TOUCH;
            case SessionCommand.End _ -> OfSession.END;
            case SessionCommand.Expire _ ->
                throw new IllegalArgumentException(
                    "Expected a client's command, but was " + wanted);
          };
      case Command.OfOrder(var wanted) ->
          switch (wanted) {
            case OrderCommand.Place _ -> OfOrder.PLACE;
            case OrderCommand.Pay _ -> OfOrder.PAY;
            case OrderCommand.Ship _ -> OfOrder.SHIP;
            case OrderCommand.Deliver _ -> OfOrder.DELIVER;
            case OrderCommand.Cancel _ -> OfOrder.CANCEL;
            case OrderCommand.Refund _ -> OfOrder.REFUND;
          };
    };
  }

  enum OfUser implements Verb {
    REGISTER("user.register"),
    CHANGE_PROFILE("user.change-profile"),
    DEACTIVATE("user.deactivate"),
    REACTIVATE("user.reactivate");

    private final String label;

    OfUser(String label) {
      this.label = label;
    }

    @Override
    public String label() {
      return label;
    }

    @Override
    public boolean creates() {
      return this == REGISTER;
    }
  }

  enum OfSession implements Verb {
    START("session.start"),
    TOUCH("session.touch"),
    END("session.end");

    private final String label;

    OfSession(String label) {
      this.label = label;
    }

    @Override
    public String label() {
      return label;
    }

    @Override
    public boolean creates() {
      return this == START;
    }
  }

  enum OfOrder implements Verb {
    PLACE("order.place"),
    PAY("order.pay"),
    SHIP("order.ship"),
    DELIVER("order.deliver"),
    CANCEL("order.cancel"),
    REFUND("order.refund");

    private final String label;

    OfOrder(String label) {
      this.label = label;
    }

    @Override
    public String label() {
      return label;
    }

    @Override
    public boolean creates() {
      return this == PLACE || this == REFUND;
    }
  }
}

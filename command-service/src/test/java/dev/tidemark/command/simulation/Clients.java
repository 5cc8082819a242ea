package dev.tidemark.command.simulation;

import dev.tidemark.command.aggregates.order.OrderCommand;
import dev.tidemark.command.aggregates.session.SessionCommand;
import dev.tidemark.command.aggregates.user.Change;
import dev.tidemark.command.aggregates.user.UserCommand;
import dev.tidemark.command.handling.Command;
import dev.tidemark.command.handling.CommandRequest;
import dev.tidemark.command.handling.CommandRequest.Trace;
import dev.tidemark.command.handling.Precondition;
import dev.tidemark.events.SessionEnd;
import dev.tidemark.events.value.Amount;
import dev.tidemark.events.value.CommandId;
import dev.tidemark.events.value.Country;
import dev.tidemark.events.value.CurrencyCode;
import dev.tidemark.events.value.Description;
import dev.tidemark.events.value.OrderId;
import dev.tidemark.events.value.OrderLine;
import dev.tidemark.events.value.SessionId;
import dev.tidemark.events.value.Sku;
import dev.tidemark.events.value.Username;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// Clients who want things, ask again, ask twice, and use a key for two things.
final class Clients {
  private static final List<Username> CUSTOMERS =
      List.of(new Username("ada"), new Username("bob"), new Username("cleo"));
  private static final List<Country> COUNTRIES = List.of(new Country("Peru"), new Country("Iran"));
  private static final Duration SESSION = Duration.ofMinutes(1);
  private static final List<OrderLine> LINES =
      List.of(new OrderLine(new Sku("A"), new Description(""), 2, Amount.parse("1.25")));
  private static final int BYTES = 100;

  private final RandomGenerator random;
  private final InstantSource clock;
  private final Truth truth;
  private final List<Wish> wishes = new ArrayList<>();
  private final List<OrderId> orders = new ArrayList<>();
  private final List<SessionId> sessions = new ArrayList<>();

  /// @param truth tells which orders there are, as an answer would
  Clients(RandomGenerator random, InstantSource clock, Truth truth) {
    this.random = random;
    this.clock = clock;
    this.truth = truth;
    for (Username customer : CUSTOMERS) {
      orders.add(OrderId.mint(customer.slot(), clock.instant(), random));
      sessions.add(SessionId.mint(customer.slot(), clock.instant(), random));
    }
  }

  List<Wish> wishes() {
    return wishes;
  }

  /// Something new, or something that was wanted before.
  Wish next() {
    int choice = random.nextInt(20);
    if (choice < 7 && !wishes.isEmpty()) {
      int recent = Math.min(wishes.size(), 1 + random.nextInt(20));
      return wishes.get(wishes.size() - 1 - random.nextInt(recent));
    }
    Wish wish =
        choice < 9 && !wishes.isEmpty()
            ? keyReused(any(wishes))
            : wish(new CommandId("key-" + wishes.size()), any(CUSTOMERS));
    wishes.add(wish);
    return wish;
  }

  CommandRequest request(Wish wish, Duration patience) {
    return new CommandRequest(
        wish.key(),
        wish.hash(),
        wish.attempt().get(),
        wish.precondition(),
        null,
        Trace.NONE,
        clock.instant().plus(patience),
        BYTES);
  }

  private Wish wish(CommandId key, Username customer) {
    return switch (random.nextInt(12)) {
      case 0, 1, 2 -> user(key, new UserCommand.Register(customer, null, null, any(COUNTRIES)));
      case 3 ->
          user(
              key,
              new UserCommand.ChangeProfile(
                  customer, Change.keep(), Change.keep(), Change.to(any(COUNTRIES))));
      case 4 -> user(key, new UserCommand.Deactivate(customer, null));
      case 5 -> user(key, new UserCommand.Reactivate(customer));
      case 6 -> creation(key, customer, "start", () -> start(customer));
      case 7 -> of(key, customer, new SessionCommand.Touch(session(customer)));
      case 8 -> of(key, customer, new SessionCommand.End(session(customer), SessionEnd.LOGOUT));
      case 9 -> creation(key, customer, "place", () -> place(customer));
      default -> of(key, customer, further(order(customer)));
    };
  }

  /// Most keys are mistaken for another by their own customer.
  private Wish keyReused(Wish other) {
    return wish(other.key(), random.nextInt(4) > 0 ? other.customer() : any(CUSTOMERS));
  }

  private Wish user(CommandId key, UserCommand command) {
    return wish(key, command.username(), new Command.OfUser(command));
  }

  private Wish of(CommandId key, Username customer, SessionCommand command) {
    return wish(key, customer, new Command.OfSession(command));
  }

  private Wish of(CommandId key, Username customer, OrderCommand command) {
    return wish(key, customer, new Command.OfOrder(command));
  }

  private Wish wish(CommandId key, Username customer, Command command) {
    var precondition =
        random.nextInt(5) == 0
            ? new Precondition.AtVersion(random.nextInt(4))
            : new Precondition.None();
    return new Wish(key, customer, command.toString(), () -> command, precondition);
  }

  private static Wish creation(
      CommandId key, Username customer, String what, Supplier<Command> attempt) {
    return new Wish(key, customer, what + " by " + customer, attempt, new Precondition.None());
  }

  private Command start(Username customer) {
    var id = SessionId.mint(customer.slot(), clock.instant(), random);
    sessions.add(id);
    return new Command.OfSession(new SessionCommand.Start(id, customer, SESSION));
  }

  private Command place(Username customer) {
    var id = OrderId.mint(customer.slot(), clock.instant(), random);
    orders.add(id);
    return new Command.OfOrder(
        OrderCommand.Place.of(id, customer, null, null, new CurrencyCode("GBP"), LINES));
  }

  private OrderCommand further(OrderId id) {
    return switch (random.nextInt(5)) {
      case 0 -> new OrderCommand.Ship(id, null, null);
      case 1 -> new OrderCommand.Cancel(id, null);
      case 2 -> new OrderCommand.Refund(id, Amount.parse("0.50"), null);
      default -> new OrderCommand.Pay(id, null);
    };
  }

  private SessionId session(Username customer) {
    return any(sessions.stream().filter(id -> id.slot().equals(customer.slot())).toList());
  }

  /// Mostly one that was placed, if there is one.
  private OrderId order(Username customer) {
    List<OrderId> placed = truth.placed(customer);
    if (!placed.isEmpty() && random.nextInt(4) > 0) {
      return any(placed);
    }
    return any(orders.stream().filter(id -> id.slot().equals(customer.slot())).toList());
  }

  private <T> T any(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }
}

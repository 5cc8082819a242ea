package dev.tidemark.command.http;

import dev.tidemark.command.aggregates.order.OrderCommand;
import dev.tidemark.command.aggregates.order.OrderCommand.Money;
import dev.tidemark.command.aggregates.session.SessionCommand;
import dev.tidemark.command.aggregates.user.Change;
import dev.tidemark.command.aggregates.user.UserCommand;
import dev.tidemark.command.handling.Command;
import dev.tidemark.events.value.InvalidValueException;
import dev.tidemark.events.value.OrderId;
import dev.tidemark.events.value.SessionId;
import dev.tidemark.events.value.Username;
import dev.tidemark.runtime.json.StrictJson;
import dev.tidemark.runtime.problem.Problem;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Makes commands of what clients ask for, or refuses with the field and the rule.
final class CommandReader {
  private final StrictJson json;
  private final IdMint mint;

  CommandReader(StrictJson json, IdMint mint) {
    this.json = json;
    this.mint = mint;
  }

  /// A valid command, and the body that it was made of.
  record Wanted(Command command, Bodies.Body body) {}

  Wanted read(Asked asked) {
    return switch (asked.verb()) {
      case Verb.OfUser verb -> user(verb, asked);
      case Verb.OfSession verb -> session(verb, asked);
      case Verb.OfOrder verb -> order(verb, asked);
    };
  }

  private Wanted user(Verb.OfUser verb, Asked asked) {
    Username username = asked.target(Username::parse);
    return switch (verb) {
      case REGISTER -> {
        var body = body(asked, Bodies.Register.class);
        yield wanted(
            new UserCommand.Register(username, body.email(), body.displayName(), body.country()),
            body);
      }
      case CHANGE_PROFILE -> {
        var body = body(asked, Bodies.ChangeProfile.class);
        yield wanted(
            new UserCommand.ChangeProfile(
                username,
                change(asked, "email", body.email()),
                change(asked, "displayName", body.displayName()),
                change(asked, "country", body.country())),
            body);
      }
      case DEACTIVATE -> {
        var body = body(asked, Bodies.Reasoned.class);
        yield wanted(new UserCommand.Deactivate(username, body.reason()), body);
      }
      case REACTIVATE -> {
        var body = body(asked, Bodies.Plain.class);
        yield wanted(new UserCommand.Reactivate(username), body);
      }
    };
  }

  private Wanted session(Verb.OfSession verb, Asked asked) {
    return switch (verb) {
      case START -> {
        Username username = asked.target(Username::parse);
        var body = body(asked, Bodies.StartSession.class);
        var ttl = Objects.requireNonNullElse(body.ttlSeconds(), Bodies.TtlSeconds.BY_DEFAULT);
        yield wanted(
            new SessionCommand.Start(
                mint.session(username), username, Duration.ofSeconds(ttl.value())),
            body);
      }
      case TOUCH -> {
        SessionId id = asked.target(SessionId::parse);
        yield wanted(new SessionCommand.Touch(id), body(asked, Bodies.Plain.class));
      }
      case END -> {
        SessionId id = asked.target(SessionId::parse);
        var body = body(asked, Bodies.EndSession.class);
        var ending = Objects.requireNonNullElse(body.reason(), Bodies.Ending.BY_DEFAULT);
        yield wanted(new SessionCommand.End(id, ending.cause()), body);
      }
    };
  }

  private Wanted order(Verb.OfOrder verb, Asked asked) {
    return switch (verb) {
      case PLACE -> place(asked);
      case PAY -> {
        var body = body(asked, Bodies.Pay.class);
        yield wanted(new OrderCommand.Pay(orderId(asked), tendered(asked, body)), body);
      }
      case SHIP -> {
        var body = body(asked, Bodies.Ship.class);
        yield wanted(
            new OrderCommand.Ship(orderId(asked), body.carrier(), body.trackingCode()), body);
      }
      case DELIVER ->
          wanted(new OrderCommand.Deliver(orderId(asked)), body(asked, Bodies.Plain.class));
      case CANCEL -> {
        var body = body(asked, Bodies.Reasoned.class);
        yield wanted(new OrderCommand.Cancel(orderId(asked), body.reason()), body);
      }
      case REFUND -> {
        var body = body(asked, Bodies.Refund.class);
        var amount = body.amount() == null ? null : body.amount().value();
        yield wanted(new OrderCommand.Refund(orderId(asked), amount, body.reason()), body);
      }
    };
  }

  private Wanted place(Asked asked) {
    Username username = asked.target(Username::parse);
    var body = body(asked, Bodies.Place.class);
    int lines = body.lines().size();
    if (lines < 1 || lines > Bodies.Place.LINES_MAX) {
      throw Problem.invalidField(
              asked.at("lines"),
              "Expected 1 to %d lines, but there are %d".formatted(Bodies.Place.LINES_MAX, lines))
          .exception();
    }
    try {
      return wanted(
          OrderCommand.Place.of(
              mint.order(username),
              username,
              body.reference(),
              body.country(),
              body.currency(),
              body.lines().stream().map(Bodies.Line::toOrderLine).toList()),
          body);
    } catch (InvalidValueException e) {
      throw Problem.invalidField(asked.at("lines"), "In total: " + e.getMessage()).exception();
    }
  }

  private static OrderId orderId(Asked asked) {
    return asked.target(OrderId::parse);
  }

  private static @Nullable Money tendered(Asked asked, Bodies.Pay body) {
    if (body.amount() == null && body.currency() == null) {
      return null;
    }
    if (body.amount() == null || body.currency() == null) {
      String missing = body.amount() == null ? "amount" : "currency";
      throw Problem.invalidField(
              asked.at(missing), "Expected amount and currency together, or neither")
          .exception();
    }
    return new Money(body.amount(), body.currency());
  }

  private static <T> Change<T> change(Asked asked, String field, @Nullable T value) {
    return asked.body().has(field) ? Change.to(value) : Change.keep();
  }

  private <B extends Record & Bodies.Body> B body(Asked asked, Class<B> type) {
    return json.read(asked.body(), type, asked.bodyAt());
  }

  private static Wanted wanted(UserCommand command, Bodies.Body body) {
    return new Wanted(new Command.OfUser(command), body);
  }

  private static Wanted wanted(SessionCommand command, Bodies.Body body) {
    return new Wanted(new Command.OfSession(command), body);
  }

  private static Wanted wanted(OrderCommand command, Bodies.Body body) {
    return new Wanted(new Command.OfOrder(command), body);
  }
}

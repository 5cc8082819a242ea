package dev.tidemark.command.shard;

import dev.tidemark.command.aggregates.order.OrderCommand;
import dev.tidemark.command.aggregates.session.SessionCommand;
import dev.tidemark.command.aggregates.user.UserCommand;
import dev.tidemark.command.handling.Command;
import dev.tidemark.command.handling.CommandRequest;
import dev.tidemark.command.handling.CommandRequest.Trace;
import dev.tidemark.command.handling.Precondition;
import dev.tidemark.command.handling.Reply;
import dev.tidemark.events.value.CommandId;
import dev.tidemark.events.value.Username;
import java.time.Duration;
import java.time.Instant;

/// Requests for tests. The command's text serves as its fingerprint.
final class Commands {
  private static final int BYTES = 100;

  private Commands() {}

  static Command register(String username) {
    return new Command.OfUser(new UserCommand.Register(new Username(username), null, null, null));
  }

  static Command deactivate(String username) {
    return new Command.OfUser(new UserCommand.Deactivate(new Username(username), null));
  }

  static Command of(OrderCommand command) {
    return new Command.OfOrder(command);
  }

  static Command of(SessionCommand command) {
    return new Command.OfSession(command);
  }

  static Pending request(String key, Command command) {
    return request(key, command, TestClock.START.plus(Duration.ofDays(365)));
  }

  static Pending request(String key, Command command, Instant deadline) {
    return request(key, command, deadline, new Precondition.None());
  }

  static Pending request(String key, Command command, Instant deadline, Precondition precondition) {
    return new Pending(
        new CommandRequest(
            new CommandId(key),
            command.toString(),
            command,
            precondition,
            null,
            Trace.NONE,
            deadline,
            BYTES));
  }

  /// Whether the reply is there, looked at without waiting.
  static boolean isTold(Pending pending) throws InterruptedException {
    var muchLater = TestClock.START.plus(Duration.ofDays(10_000));
    return !(pending.await(() -> muchLater) instanceof Reply.NotDecided);
  }
}

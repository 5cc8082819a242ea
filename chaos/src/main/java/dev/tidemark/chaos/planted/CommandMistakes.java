package dev.tidemark.chaos.planted;

import dev.tidemark.chaos.edge.Answer;
import dev.tidemark.chaos.edge.Call;
import dev.tidemark.chaos.edge.Edge;
import dev.tidemark.chaos.edge.Purpose;
import dev.tidemark.chaos.history.Command;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/// Mistakes about single commands.
final class CommandMistakes {
  private static final String KEY = "idempotency-key";
  private static final Set<Command> OF_ORDERS =
      Set.of(Command.PAY, Command.SHIP, Command.DELIVER, Command.CANCEL);

  private CommandMistakes() {}

  static Edge answersUnsent(Edge real, Consumer<Purpose> falsified) {
    return new Sometimes(
        real,
        falsified,
        call -> of(call, Command.PAY),
        (call, _) -> {
          String body = "{\"orderId\":\"%s\",\"version\":2}".formatted(orderOf(call));
          return new Answer(200, Map.of("etag", "\"2\"", "consistency-token", "AQ"), body);
        });
  }

  static Edge sendsOtherwise(Edge real, Consumer<Purpose> falsified) {
    return new Sometimes(
        real,
        falsified,
        call -> of(call, Command.PLACE),
        (call, edge) ->
            edge.exchange(
                sent(
                    call,
                    call.headers(),
                    call.body().replaceFirst("\"quantity\":(\\d+)", "\"quantity\":1$1"))));
  }

  static Edge refusesWhatIsDone(Edge real, Consumer<Purpose> falsified) {
    return new Sometimes(
        real,
        falsified,
        CommandMistakes::isFirst,
        (call, edge) -> {
          Answer answer = edge.exchange(call);
          boolean done =
              answer.status() / 100 == 2 && answer.header("idempotency-replayed").isEmpty();
          return done ? problem(409, "not-today") : answer;
        });
  }

  static Edge otherKey(Edge real, Consumer<Purpose> falsified) {
    return new Sometimes(
        real,
        falsified,
        call -> call.purpose() instanceof Purpose.Single(_, var attempt, _) && attempt > 1,
        (call, edge) -> {
          var headers = new HashMap<>(call.headers());
          headers.put(KEY, call.header(KEY) + "-again");
          return edge.exchange(sent(call, headers, call.body()));
        });
  }

  static Edge otherWords(Edge real, Consumer<Purpose> falsified) {
    return new Sometimes(
        real,
        falsified,
        call -> call.purpose() instanceof Purpose.Single(_, var attempt, _) && attempt > 1,
        (call, edge) -> {
          Answer answer = edge.exchange(call);
          boolean again = answer.header("idempotency-replayed").equals("true");
          return again
              ? new Answer(answer.status(), answer.headers(), " " + answer.body())
              : answer;
        });
  }

  static Edge denies(Edge real, Consumer<Purpose> falsified) {
    return new Sometimes(
        real,
        falsified,
        call ->
            call.purpose() instanceof Purpose.Single(_, _, var command)
                && OF_ORDERS.contains(command),
        (_, _) -> problem(404, "not-found"));
  }

  private static boolean of(Call call, Command wanted) {
    return call.purpose() instanceof Purpose.Single(_, _, var command) && command == wanted;
  }

  private static boolean isFirst(Call call) {
    return call.purpose() instanceof Purpose.Single(_, var attempt, _) && attempt == 1;
  }

  /// Of `/v1/orders/{id}/payment`.
  private static String orderOf(Call call) {
    return call.uri().getPath().split("/", -1)[3];
  }

  private static Call sent(Call call, Map<String, String> headers, String body) {
    return new Call(call.purpose(), call.method(), call.uri(), headers, body, call.patience());
  }

  private static Answer problem(int status, String code) {
    return new Answer(
        status,
        Map.of("content-type", "application/problem+json"),
        "{\"status\":%d,\"code\":\"%s\",\"detail\":\"Expected otherwise\"}"
            .formatted(status, code));
  }
}

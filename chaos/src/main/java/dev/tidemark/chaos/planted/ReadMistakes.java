package dev.tidemark.chaos.planted;

import dev.tidemark.chaos.edge.Answer;
import dev.tidemark.chaos.edge.Call;
import dev.tidemark.chaos.edge.Edge;
import dev.tidemark.chaos.edge.Purpose;
import dev.tidemark.chaos.history.Freshness;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// Mistakes about reads.
final class ReadMistakes {
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;

  /// A token that names no position.
  private static final String EMPTY_TOKEN = "AQ";

  private ReadMistakes() {}

  static Edge staleWithToken(Edge real, Consumer<Purpose> falsified) {
    return stale(real, falsified, Freshness.TOKEN);
  }

  static Edge staleThoughStrong(Edge real, Consumer<Purpose> falsified) {
    return stale(real, falsified, Freshness.STRONG);
  }

  /// Every such read. Where nothing older was ever read, what was there before everything: nothing.
  private static Edge stale(Edge real, Consumer<Purpose> falsified, Freshness freshness) {
    Map<String, Answer> first = new ConcurrentHashMap<>();
    return call -> {
      Answer answer = real.exchange(call);
      if (!(call.purpose() instanceof Purpose.Read(_, var wanted, _, var id))
          || answer.status() != OK) {
        return answer;
      }
      Answer old = first.putIfAbsent(id, answer);
      if (wanted != freshness) {
        return answer;
      }
      falsified.accept(call.purpose());
      boolean changed = old != null && !old.header("etag").equals(answer.header("etag"));
      return changed ? old : new Answer(NOT_FOUND, answer.headers(), "");
    };
  }

  static Edge uncommitted(Edge real, Consumer<Purpose> falsified) {
    return new Sometimes(
        real,
        falsified,
        ReadMistakes::isRead,
        (call, edge) -> {
          Answer answer = edge.exchange(call);
          String etag = answer.header("etag").replaceAll("\\D", "");
          if (answer.status() != OK || etag.isEmpty()) {
            return answer;
          }
          long next = Long.parseLong(etag) + 1;
          String body =
              answer
                  .body()
                  .replaceFirst("\"version\":\\d+", "\"version\":" + next)
                  .replaceFirst("\"status\":\"[a-z]+\"", "\"status\":\"promised\"");
          return changed(answer, "etag", "\"" + next + "\"", body);
        });
  }

  static Edge half(Edge real, Consumer<Purpose> falsified) {
    return new Sometimes(
        real,
        falsified,
        ReadMistakes::isRead,
        (call, edge) -> {
          Answer answer = edge.exchange(call);
          return answer.status() == OK
              ? new Answer(
                  OK,
                  answer.headers(),
                  answer.body().replaceFirst("\"status\":\"[a-z]+\"", "\"status\":\"half-way\""))
              : answer;
        });
  }

  static Edge tokenBehind(Edge real, Consumer<Purpose> falsified) {
    return new Sometimes(
        real,
        falsified,
        ReadMistakes::isRead,
        (call, edge) -> {
          Answer answer = edge.exchange(call);
          return changed(answer, "consistency-token", EMPTY_TOKEN, answer.body());
        });
  }

  private static boolean isRead(Call call) {
    return call.purpose() instanceof Purpose.Read;
  }

  private static Answer changed(Answer answer, String header, String value, String body) {
    var headers = new HashMap<>(answer.headers());
    headers.put(header, value);
    return new Answer(answer.status(), headers, body);
  }
}

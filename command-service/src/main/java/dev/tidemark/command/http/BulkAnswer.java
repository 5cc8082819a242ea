package dev.tidemark.command.http;

import dev.tidemark.events.consistency.ConsistencyToken;
import dev.tidemark.runtime.http.Answer;
import dev.tidemark.runtime.json.StrictJson;
import dev.tidemark.runtime.problem.ProblemJson;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The answer to many commands as it grows, line by line.
final class BulkAnswer {
  private final StrictJson json;
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private ConsistencyToken token = ConsistencyToken.EMPTY;
  private int lines;

  BulkAnswer(StrictJson json) {
    this.json = json;
  }

  /// @param key absent where the line was so bad that it cannot be told
  void add(@Nullable String key, Replies.Told told) {
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    lines++;
    line.put("line", lines);
    switch (told) {
      case Replies.Done done -> {
        line.put("status", done.status());
        line.put("idempotencyKey", key);
        line.put("version", done.version());
        line.put("token", done.token().encode());
        if (done.repeated()) {
          line.put("replayed", true);
        }
        line.set("body", done.body());
        token = token.merge(done.token());
      }
      case Replies.NotDone(var problem) -> {
        line.put("status", problem.status());
        if (key != null) {
          line.put("idempotencyKey", key);
        }
        line.set("body", ProblemJson.node(problem, ""));
      }
    }
    write(line);
  }

  /// @param given by another instance, for its own request
  void add(ObjectNode given) {
    lines++;
    given.put("line", lines);
    if (given.path("token").isString()) {
      token = token.merge(ConsistencyToken.decode(given.path("token").stringValue()));
    }
    write(given);
  }

  private void write(ObjectNode line) {
    body.writeBytes(json.write(line));
    body.write('\n');
  }

  Answer whole() {
    Answer answer =
        Answer.of(200, Answer.NDJSON, body.toByteArray()).with("Cache-Control", "no-store");
    return token.isEmpty() ? answer : answer.with("Consistency-Token", token.encode());
  }
}

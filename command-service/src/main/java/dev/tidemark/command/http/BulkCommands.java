package dev.tidemark.command.http;

import dev.tidemark.command.handling.CommandRequest;
import dev.tidemark.command.handling.Reply;
import dev.tidemark.command.shard.Pending;
import dev.tidemark.command.shard.Shards;
import dev.tidemark.runtime.http.Answer;
import dev.tidemark.runtime.http.Request;
import dev.tidemark.runtime.json.StrictJson;
import dev.tidemark.runtime.problem.Problem;
import dev.tidemark.runtime.problem.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Many commands in one request, a line each; a line of the answer for each of them, in order.
///
/// A customer's commands are decided in the order of their lines. Where one of them was not
/// decided, the later ones of that customer are answered as not decided too: a client that sends
/// again what was not decided keeps the order.
final class BulkCommands {
  static final int BYTES_MAX = 16 << 20;

  private static final int LINE_BYTES_MAX = 512 << 10;
  private static final int KEY_CHARS_MAX = 128;

  private final StrictJson json;
  private final CommandRequests requests;
  private final Shards shards;
  private final Replies replies;
  private final InstantSource clock;

  BulkCommands(
      StrictJson json,
      CommandRequests requests,
      Shards shards,
      Replies replies,
      InstantSource clock) {
    this.json = json;
    this.requests = requests;
    this.shards = shards;
    this.replies = replies;
    this.clock = clock;
  }

  private sealed interface Line {
    record Valid(CommandRequest request) implements Line {
      /// Stands for the customer, who is not always known here. Two customers may share one; then
      /// they share their order as well.
      int slot() {
        return request.command().slot().value();
      }
    }

    record Invalid(@Nullable String key, Problem problem) implements Line {}
  }

  Answer answer(Request request) {
    Instant deadline = requests.deadline();
    // All lines are read before the first is decided: together they make larger groups.
    List<Line> lines =
        NdjsonLines.of(request.body()).stream().map(line -> read(line, deadline)).toList();
    try {
      return told(lines, admit(lines, deadline));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Problem.unavailable("Expected to serve, but the service is stopping", Duration.ZERO)
          .exception();
    }
  }

  private Line read(byte[] line, Instant deadline) {
    String key = null;
    try {
      if (line.length > LINE_BYTES_MAX) {
        throw Problem.tooLarge("Expected a line of at most " + LINE_BYTES_MAX + " bytes")
            .exception();
      }
      ObjectNode object = json.object(line);
      key = key(object.get("idempotencyKey"));
      BulkLine bulkLine = json.read(object, BulkLine.class, "");
      return new Line.Valid(
          requests.of(bulkLine.asked(), bulkLine.circumstances(), deadline, line.length));
    } catch (ProblemException e) {
      return new Line.Invalid(key, e.problem());
    }
  }

  private static @Nullable String key(@Nullable JsonNode node) {
    return node != null && node.isString() && node.stringValue().length() <= KEY_CHARS_MAX
        ? node.stringValue()
        : null;
  }

  /// Waits for room rather than refuse: the client has waited to send so many.
  private List<Optional<Pending>> admit(List<Line> lines, Instant deadline)
      throws InterruptedException {
    var full = new HashSet<Integer>();
    var admitted = new ArrayList<Optional<Pending>>(lines.size());
    for (Line line : lines) {
      Optional<Pending> pending = Optional.empty();
      if (line instanceof Line.Valid valid && !full.contains(valid.slot())) {
        pending = shards.admit(valid.request(), Duration.between(clock.instant(), deadline));
        if (pending.isEmpty()) {
          full.add(valid.slot());
        }
      }
      admitted.add(pending);
    }
    return admitted;
  }

  private Answer told(List<Line> lines, List<Optional<Pending>> admitted)
      throws InterruptedException {
    var answer = new BulkAnswer(json);
    var undecided = new HashSet<Integer>();
    for (int i = 0; i < lines.size(); i++) {
      switch (lines.get(i)) {
        case Line.Invalid(var key, var problem) -> answer.add(key, new Replies.NotDone(problem));
        case Line.Valid valid -> {
          Reply reply = reply(valid, admitted.get(i), undecided);
          answer.add(valid.request().id().value(), replies.told(reply));
        }
      }
    }
    return answer.whole();
  }

  private Reply reply(Line.Valid line, Optional<Pending> admitted, Set<Integer> undecided)
      throws InterruptedException {
    if (undecided.contains(line.slot())) {
      return Replies.AFTER_UNDECIDED;
    }
    Reply reply = admitted.isPresent() ? shards.await(admitted.get()) : Replies.NO_ROOM;
    if (reply instanceof Reply.NotDecided || reply instanceof Reply.Failed) {
      undecided.add(line.slot());
    }
    return reply;
  }
}

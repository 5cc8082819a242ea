package dev.tidemark.command.http;

import dev.tidemark.command.http.BulkDelivery.Outcome;
import dev.tidemark.command.routing.Router;
import dev.tidemark.runtime.http.Answer;
import dev.tidemark.runtime.http.Request;
import dev.tidemark.runtime.json.StrictJson;
import dev.tidemark.runtime.problem.Problem;
import dev.tidemark.runtime.problem.ProblemException;
import dev.tidemark.runtime.tracing.Tracing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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

  /// The lines are kept until all are decided, and put together again for whom they are sent to.
  static final int COPIES = 2;

  private static final int LINE_BYTES_MAX = 512 << 10;
  private static final int KEY_CHARS_MAX = 128;

  private final StrictJson json;
  private final CommandRequests requests;
  private final BulkDelivery delivery;
  private final Router router;
  private final Replies replies;

  BulkCommands(
      StrictJson json,
      CommandRequests requests,
      BulkDelivery delivery,
      Router router,
      Replies replies) {
    this.json = json;
    this.requests = requests;
    this.delivery = delivery;
    this.router = router;
    this.replies = replies;
  }

  private sealed interface Line {
    record Valid(BulkDelivery.Line line) implements Line {}

    record Invalid(@Nullable String key, Problem problem) implements Line {}
  }

  Answer answer(Request request, Instant arrived) {
    Instant deadline = requests.deadline(request, arrived);
    // All lines are read before the first is decided: together they make larger groups.
    List<byte[]> texts = NdjsonLines.of(request.body());
    var lines = new ArrayList<Line>(texts.size());
    var byShard = new TreeMap<Integer, List<BulkDelivery.Line>>();
    for (byte[] text : texts) {
      Line read = read(lines.size(), text, deadline);
      lines.add(read);
      if (read instanceof Line.Valid(var line)) {
        int shard = router.shard(line.request().command().slot());
        byShard.computeIfAbsent(shard, _ -> new ArrayList<>()).add(line);
      }
    }
    try {
      return told(lines, decided(request, byShard, deadline));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Problem.unavailable("Expected to serve, but the service is stopping", Duration.ZERO)
          .exception();
    }
  }

  private Line read(int index, byte[] line, Instant deadline) {
    String key = null;
    try {
      if (line.length > LINE_BYTES_MAX) {
        throw Problem.tooLarge("Expected a line of at most " + LINE_BYTES_MAX + " bytes")
            .exception();
      }
      ObjectNode object = json.object(line);
      key = key(object.get("idempotencyKey"));
      BulkLine bulkLine = json.read(object, BulkLine.class, "");
      var wanted = requests.of(bulkLine.asked(), bulkLine.circumstances(), deadline, line.length);
      return new Line.Valid(new BulkDelivery.Line(index, wanted, line));
    } catch (ProblemException e) {
      return new Line.Invalid(key, e.problem());
    }
  }

  private static @Nullable String key(@Nullable JsonNode node) {
    return node != null && node.isString() && node.stringValue().length() <= KEY_CHARS_MAX
        ? node.stringValue()
        : null;
  }

  /// @return the outcome of each valid line, by its index
  private Map<Integer, Outcome> decided(
      Request request, Map<Integer, List<BulkDelivery.Line>> byShard, Instant deadline)
      throws InterruptedException {
    Optional<Sent> sent = Sent.of(request);
    var outcomes = new HashMap<Integer, Outcome>();
    if (sent.isPresent()) {
      for (var shard : byShard.entrySet()) {
        sent.get().require(router, shard.getKey(), deadline);
        outcomes.putAll(delivery.decideHere(shard.getKey(), shard.getValue(), deadline));
      }
    } else if (byShard.size() == 1) {
      for (var shard : byShard.entrySet()) {
        outcomes.putAll(delivery.deliver(shard.getKey(), shard.getValue(), deadline));
      }
    } else {
      for (var ofShard : together(byShard, deadline)) {
        outcomes.putAll(ofShard);
      }
    }
    return outcomes;
  }

  /// All shards at the same time: each may be another instance's.
  private List<Map<Integer, Outcome>> together(
      Map<Integer, List<BulkDelivery.Line>> byShard, Instant deadline) throws InterruptedException {
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var delivered = new ArrayList<Future<Map<Integer, Outcome>>>();
      byShard.forEach((shard, lines) ->
          delivered.add(
              executor.submit(Tracing.carried(() -> delivery.deliver(shard, lines, deadline)))));
      var outcomes = new ArrayList<Map<Integer, Outcome>>();
      for (var one : delivered) {
        outcomes.add(one.get());
      }
      return outcomes;
    } catch (ExecutionException e) {
      throw new IllegalStateException("Expected outcomes, but a shard's lines failed", e);
    }
  }

  private Answer told(List<Line> lines, Map<Integer, Outcome> outcomes) {
    var answer = new BulkAnswer(json);
    for (Line read : lines) {
      switch (read) {
        case Line.Invalid(var key, var problem) -> answer.add(key, new Replies.NotDone(problem));
        case Line.Valid(var line) -> {
          switch (outcomes.get(line.index())) {
            case Outcome.Replied(var reply) ->
                answer.add(line.request().id().value(), replies.told(reply));
            case Outcome.Given(var given) -> answer.add(given);
            case null -> throw new IllegalStateException("Expected an outcome, but there is none");
          }
        }
      }
    }
    return answer.whole();
  }
}

package dev.tidemark.command.http;

import dev.tidemark.command.handling.CommandRequest;
import dev.tidemark.command.handling.Reply;
import dev.tidemark.command.routing.Destination;
import dev.tidemark.command.routing.Forwarder;
import dev.tidemark.command.routing.Forwarder.Forwarded;
import dev.tidemark.command.routing.Outgoing;
import dev.tidemark.command.routing.Ownership;
import dev.tidemark.command.routing.Router;
import dev.tidemark.command.routing.Way;
import dev.tidemark.command.shard.Pending;
import dev.tidemark.command.shard.Shards;
import dev.tidemark.runtime.http.Answer;
import dev.tidemark.runtime.json.StrictJson;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/// Has the lines of one shard decided in their order: here, or by the instance that owns it. Lines
/// that an owner leaves because it is no owner any more go to the next one, in their order again.
final class BulkDelivery {
  private static final Logger LOG = LoggerFactory.getLogger(BulkDelivery.class);

  private static final int OK = 200;
  private static final int MISDIRECTED = 421;

  private final Shards shards;
  private final Router router;
  private final Forwarder forwarder;
  private final StrictJson json;
  private final InstantSource clock;
  private final CommandMeters meters;

  /// A valid line.
  static final class Line {
    private final int index;
    private final CommandRequest request;
    private final byte[] bytes;

    /// @param index of the line in its request
    /// @param bytes as the client sent it
    Line(int index, CommandRequest request, byte[] bytes) {
      this.index = index;
      this.request = request;
      this.bytes = bytes;
    }

    int index() {
      return index;
    }

    CommandRequest request() {
      return request;
    }

    /// Stands for the customer, who is not always known here. Two customers may share one; then
    /// they share their order as well.
    int slot() {
      return request.command().slot().value();
    }
  }

  /// What became of a line.
  sealed interface Outcome {
    record Replied(Reply reply) implements Outcome {}

    /// @param line of the answer, as the owner gave it
    record Given(ObjectNode line) implements Outcome {}
  }

  BulkDelivery(
      Shards shards,
      Router router,
      Forwarder forwarder,
      StrictJson json,
      InstantSource clock,
      CommandMeters meters) {
    this.shards = shards;
    this.router = router;
    this.forwarder = forwarder;
    this.json = json;
    this.clock = clock;
    this.meters = meters;
  }

  /// The lines of one shard on their way. Not thread-safe.
  private final class Batch {
    private final Map<Integer, Outcome> outcomes = new HashMap<>();
    private final Set<Integer> undecidedSlots = new HashSet<>();
    private List<Line> open;

    Batch(List<Line> lines) {
      this.open = lines;
    }

    /// Where a customer's command was not decided, the later ones are not either.
    void replied(Line line, Reply reply) {
      Reply told = undecidedSlots.contains(line.slot()) ? Replies.AFTER_UNDECIDED : reply;
      if (told instanceof Reply.NotDecided || told instanceof Reply.Failed) {
        undecidedSlots.add(line.slot());
      }
      meters.told(line.request().command(), told);
      outcomes.put(line.index(), new Outcome.Replied(told));
    }

    void repliedToAll(Reply reply) {
      open.forEach(line -> replied(line, reply));
      open = List.of();
    }
  }

  /// @param lines all of this shard
  /// @return the outcome of each, by its index
  Map<Integer, Outcome> deliver(int shard, List<Line> lines, Instant deadline)
      throws InterruptedException {
    var batch = new Batch(lines);
    Way way = router.way(shard, deadline);
    for (var next = way.next(); next.isPresent(); next = way.next()) {
      switch (next.get()) {
        case Destination.Here _ -> decide(batch, shard, deadline);
        case Destination.There(var owner) -> forward(batch, owner, shard, deadline);
      }
      if (batch.open.isEmpty()) {
        return batch.outcomes;
      }
    }
    batch.repliedToAll(Replies.NO_OWNER);
    return batch.outcomes;
  }

  /// What another instance sent here: what cannot be decided is told to be misdirected.
  Map<Integer, Outcome> decideHere(int shard, List<Line> lines, Instant deadline)
      throws InterruptedException {
    var batch = new Batch(lines);
    decide(batch, shard, deadline);
    batch.repliedToAll(new Reply.NotHere("Expected to own the shard, but do not any more"));
    return batch.outcomes;
  }

  private void decide(Batch batch, int shard, Instant deadline) throws InterruptedException {
    List<Pending> admitted = admit(shard, batch.open, deadline);
    var left = new ArrayList<Line>();
    for (int i = 0; i < batch.open.size(); i++) {
      Line line = batch.open.get(i);
      Reply reply = i < admitted.size() ? admitted.get(i).await(clock) : Replies.LEFT;
      if (reply instanceof Reply.NotHere) {
        left.add(line);
      } else {
        batch.replied(line, reply);
      }
    }
    batch.open = left;
  }

  /// Waits for room rather than refuse: the client has waited to send so many.
  ///
  /// @return as many as were admitted before the shard took none any more; those after them must
  ///   not be decided before them
  private List<Pending> admit(int shard, List<Line> lines, Instant deadline)
      throws InterruptedException {
    long opening = shards.opening(shard);
    var full = new HashSet<Integer>();
    var admitted = new ArrayList<Pending>(lines.size());
    for (Line line : lines) {
      Duration left = Duration.between(clock.instant(), deadline);
      Pending pending =
          full.contains(line.slot())
              ? Pending.told(line.request(), Replies.AFTER_UNDECIDED)
              : shards.admit(shard, opening, line.request(), left);
      if (pending.isTold(Reply.NotHere.class)) {
        return admitted;
      }
      if (pending.isTold(Reply.NotDecided.class)) {
        full.add(line.slot());
      }
      admitted.add(pending);
    }
    return admitted;
  }

  private void forward(Batch batch, Ownership owner, int shard, Instant deadline)
      throws InterruptedException {
    var body = new ByteArrayOutputStream();
    for (Line line : batch.open) {
      body.writeBytes(line.bytes);
      body.write('\n');
    }
    var outgoing =
        new Outgoing(
            "POST", "/v1/commands", Map.of("Content-Type", Answer.NDJSON), body.toByteArray());
    switch (forwarder.send(owner, shard, outgoing, deadline)) {
      case Forwarded.Answered(var response) -> understand(batch, response);
      case Forwarded.Full _ -> batch.repliedToAll(Replies.NO_ROOM);
      case Forwarded.InVain _ -> {}
    }
  }

  private void understand(Batch batch, HttpResponse<byte[]> response) {
    List<byte[]> answers =
        response.statusCode() == OK ? NdjsonLines.of(response.body()) : List.of();
    if (answers.size() != batch.open.size()) {
      LOG.debug(
          "Expected {} outcomes from {}, but was told {} with {}",
          batch.open.size(),
          response.uri(),
          response.statusCode(),
          answers.size());
      return;
    }
    var left = new ArrayList<Line>();
    for (int i = 0; i < answers.size(); i++) {
      Line line = batch.open.get(i);
      ObjectNode answer = json.object(answers.get(i));
      if (answer.path("status").asInt() == MISDIRECTED) {
        left.add(line);
      } else {
        batch.outcomes.put(line.index(), new Outcome.Given(answer));
      }
    }
    batch.open = left;
  }
}

package dev.tidemark.command.http;

import dev.tidemark.command.handling.CommandRequest;
import dev.tidemark.command.handling.Reply;
import dev.tidemark.command.routing.Destination;
import dev.tidemark.command.routing.Forwarder;
import dev.tidemark.command.routing.Forwarder.Forwarded;
import dev.tidemark.command.routing.Outgoing;
import dev.tidemark.command.routing.Router;
import dev.tidemark.command.routing.Way;
import dev.tidemark.command.shard.Shards;
import dev.tidemark.events.value.Slot;
import dev.tidemark.runtime.http.Answer;
import dev.tidemark.runtime.http.Request;
import dev.tidemark.runtime.tracing.TraceParent;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// Has one command decided: here, or by the instance that owns its shard, whose answer is then
/// given word for word.
final class Delivery {
  private static final List<String> SENT_ALONG =
      List.of(
          "Content-Type",
          CommandHeaders.IF_MATCH,
          CommandHeaders.CORRELATION,
          CommandHeaders.CAUSATION);

  private static final List<String> GIVEN_ALONG =
      List.of(
          "Cache-Control",
          "Consistency-Token",
          "ETag",
          "Idempotency-Replayed",
          "Location",
          "Retry-After");

  private final Shards shards;
  private final Router router;
  private final Forwarder forwarder;
  private final InstantSource clock;
  private final CommandMeters meters;

  Delivery(
      Shards shards,
      Router router,
      Forwarder forwarder,
      InstantSource clock,
      CommandMeters meters) {
    this.shards = shards;
    this.router = router;
    this.forwarder = forwarder;
    this.clock = clock;
    this.meters = meters;
  }

  /// Whether a command would be turned away later, which is known already.
  boolean isLate(Slot slot) {
    int shard = router.shard(slot);
    return router.isHere(shard) && shards.isLate(shard);
  }

  /// @param body as the client sent it
  /// @param told makes the answer of a reply of this instance
  Answer deliver(
      Request request, byte[] body, CommandRequest command, Function<Reply, Answer> told) {
    Function<Reply, Answer> counted =
        reply -> {
          meters.told(command.command(), reply);
          return told.apply(reply);
        };
    try {
      return delivered(request, body, command, counted);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return counted.apply(Replies.STOPPING);
    }
  }

  private Answer delivered(
      Request request, byte[] body, CommandRequest command, Function<Reply, Answer> told)
      throws InterruptedException {
    int shard = router.shard(command.command().slot());
    Here here = () -> decided(request, shard, command, told);
    Supplier<Outgoing> outgoing = () -> outgoing(request, body, command);
    return deliver(request, shard, command.deadline(), here, outgoing, told);
  }

  /// What is done if the shard is this instance's; empty if it turns out that it is not.
  @FunctionalInterface
  interface Here {
    Optional<Answer> answer() throws InterruptedException;
  }

  /// @param outgoing what to send to another instance, made if it is needed
  /// @param told makes the answer if nobody did it
  Answer deliver(
      Request request,
      int shard,
      Instant deadline,
      Here here,
      Supplier<Outgoing> outgoing,
      Function<Reply, Answer> told)
      throws InterruptedException {
    Optional<Sent> sent = Sent.of(request);
    if (sent.isPresent()) {
      sent.get().require(router, shard, deadline);
      return here.answer().orElseThrow(() -> Sent.misdirected(router, shard));
    }
    Way way = router.way(shard, deadline);
    for (var next = way.next(); next.isPresent(); next = way.next()) {
      switch (next.get()) {
        case Destination.Here _ -> {
          Optional<Answer> answer = here.answer();
          if (answer.isPresent()) {
            return answer.get();
          }
        }
        case Destination.There(var owner) -> {
          switch (forwarder.send(owner, shard, outgoing.get(), deadline)) {
            case Forwarded.Answered(var response) -> {
              return answer(response);
            }
            case Forwarded.Full _ -> {
              return told.apply(Replies.NO_ROOM);
            }
            case Forwarded.InVain _ -> {}
          }
        }
      }
    }
    return told.apply(Replies.NO_OWNER);
  }

  private Optional<Answer> decided(
      Request request, int shard, CommandRequest command, Function<Reply, Answer> told)
      throws InterruptedException {
    Reply reply = shards.admit(shard, shards.opening(shard), command, Duration.ZERO).await(clock);
    if (!(reply instanceof Reply.NotHere)) {
      return Optional.of(told.apply(reply));
    }
    if (Sent.of(request).isPresent()) {
      meters.told(command.command(), reply);
    }
    return Optional.empty();
  }

  /// The key goes along also where it was made up here: if this is sent twice, it is one command.
  private static Outgoing outgoing(Request request, byte[] body, CommandRequest command) {
    Map<String, String> headers = new HashMap<>();
    for (String name : SENT_ALONG) {
      request.header(name).ifPresent(value -> headers.put(name, value));
    }
    headers.put(CommandHeaders.KEY, CommandHeaders.quoted(command.id()));
    String traceparent = command.trace().traceparent();
    if (traceparent != null) {
      headers.put(TraceParent.HEADER, traceparent);
    }
    return new Outgoing(request.method(), request.target(), headers, body);
  }

  private static Answer answer(HttpResponse<byte[]> response) {
    HttpHeaders headers = response.headers();
    Answer answer =
        headers
            .firstValue("Content-Type")
            .map(type -> Answer.of(response.statusCode(), type, response.body()))
            .orElseGet(() -> Answer.empty(response.statusCode()));
    for (String name : GIVEN_ALONG) {
      Optional<String> value = headers.firstValue(name);
      if (value.isPresent()) {
        answer = answer.with(name, value.get());
      }
    }
    return answer;
  }
}

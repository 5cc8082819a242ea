package dev.tidemark.command.http;

import dev.tidemark.command.handling.Reply;
import dev.tidemark.command.http.BodyBudget.TimedHandler;
import dev.tidemark.command.routing.Outgoing;
import dev.tidemark.command.shard.ImportReply;
import dev.tidemark.command.shard.ImportStep;
import dev.tidemark.command.shard.Shards;
import dev.tidemark.events.EventTopic;
import dev.tidemark.events.archive.Prefix;
import dev.tidemark.events.archive.ShardImport;
import dev.tidemark.events.value.InvalidValueException;
import dev.tidemark.runtime.api.Description;
import dev.tidemark.runtime.api.Parameter;
import dev.tidemark.runtime.api.Shape;
import dev.tidemark.runtime.http.Answer;
import dev.tidemark.runtime.http.Request;
import dev.tidemark.runtime.http.Role;
import dev.tidemark.runtime.http.Route;
import dev.tidemark.runtime.http.Route.Method;
import dev.tidemark.runtime.json.StrictJson;
import dev.tidemark.runtime.problem.Problem;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Fills the log of an empty system from an archive, shard by shard and step by step. Every
/// instance takes every step, and sends it on to the shard's owner.
final class ImportRoutes {
  private static final String SHARD = "/v1/admin/imports/{shard}";
  private static final int PAGE_BYTES_MAX = 8 << 20;

  /// Its bytes, its lines, what was read of them, and the records to write.
  private static final int COPIES = 4;

  private static final int END_BYTES_MAX = 4 << 10;
  private static final byte[] NO_BODY = {};
  private static final Pattern WHOLE = Pattern.compile("0|[1-9][0-9]{0,17}");
  private static final Pattern SHARD_NUMBER = Pattern.compile("0|[1-9][0-9]{0,4}");

  /// @param shards how many there are
  /// @param empty whether the shard holds no event, of whatever origin
  /// @param imported how far it is filled; null if nobody ever began to
  private record ShardStanding(
      int shards, int shard, boolean empty, @Nullable ShardImport imported) {}

  /// How much the archive holds of each topic, for this shard.
  private record WholeArchive(Prefix users, Prefix sessions, Prefix orders) {}

  private final StrictJson json;
  private final Shards shards;
  private final Delivery delivery;
  private final ImportLines lines;
  private final BodyBudget bodies;
  private final InstantSource clock;
  private final Duration timeToDecide;

  ImportRoutes(
      StrictJson json,
      Shards shards,
      Delivery delivery,
      BodyBudget bodies,
      InstantSource clock,
      Duration timeToDecide) {
    this.json = json;
    this.shards = shards;
    this.delivery = delivery;
    this.lines = new ImportLines(shards.count());
    this.bodies = bodies;
    this.clock = clock;
    this.timeToDecide = timeToDecide;
  }

  List<Route> routes() {
    return List.of(
        route(Method.GET, SHARD, this::look, 0)
            .described(described("How far a shard is filled from an archive")),
        route(Method.POST, SHARD + "/beginning", this::begin, 0)
            .described(
                described("From now on the shard takes events of an archive, and no commands")
                    .with(
                        Parameter.query("source", Shape.text(), "The identity of the archived log")
                            .mandatory())),
        route(Method.POST, SHARD + "/events/{topic}", this::take, PAGE_BYTES_MAX)
            .takingBody(Answer.NDJSON, PAGE_BYTES_MAX)
            .described(
                described("The next events, as lines of the archive, up to 1,000")
                    .with(
                        Parameter.path("topic", String.class, "Such as `orders.events`"),
                        Parameter.query(
                                "events",
                                new Shape.Whole(0, Long.MAX_VALUE),
                                "How many of the topic are there already")
                            .mandatory(),
                        Parameter.query("sha256", Shape.text(), "The hash over these").mandatory())
                    .refuses(413, 415)),
        route(Method.POST, SHARD + "/ending", this::end, END_BYTES_MAX)
            .takingJson(END_BYTES_MAX)
            .described(
                described("That was all: from now on the shard takes commands")
                    .takes(Shape.of(WholeArchive.class))
                    .refuses(413, 415)));
  }

  private Route route(Method method, String path, TimedHandler handler, int bytesMax) {
    return Route.of(
        method, path, Role.IMPORTER, bodies.around(handler, bytesMax, COPIES, timeToDecide));
  }

  private static Description described(String summary) {
    return Description.of(summary)
        .with(Parameter.path("shard", int.class, "Its number"))
        .answers(200, "How far the shard is", Shape.of(ShardStanding.class))
        .refuses(400, 404, 409, 503);
  }

  private Answer look(Request request, Instant arrived) {
    return performed(request, arrived, NO_BODY, "", new ImportStep.Look());
  }

  private Answer begin(Request request, Instant arrived) {
    ShardImport begun =
        request.parameter("source", ShardImport::begun).orElseThrow(() -> missing("source"));
    return performed(request, arrived, NO_BODY, "", new ImportStep.Begin(begun.source()));
  }

  private Answer take(Request request, Instant arrived) {
    int shard = shard(request);
    EventTopic topic = request.pathParameter("topic", EventTopic::named);
    long events =
        request.parameter("events", ImportRoutes::number).orElseThrow(() -> missing("events"));
    Prefix after =
        request
            .parameter("sha256", text -> new Prefix(events, text))
            .orElseThrow(() -> missing("sha256"));
    byte[] body = request.body();
    ImportStep.Take step = lines.read(topic, shard, after, NdjsonLines.of(body));
    return performed(request, arrived, body, Answer.NDJSON, step);
  }

  private Answer end(Request request, Instant arrived) {
    byte[] body = request.body();
    WholeArchive whole = json.read(body, WholeArchive.class);
    return performed(
        request,
        arrived,
        body,
        Answer.JSON,
        new ImportStep.End(whole.users(), whole.sessions(), whole.orders()));
  }

  /// @param body as it came, for the owner if that is another instance
  private Answer performed(
      Request request, Instant arrived, byte[] body, String mediaType, ImportStep step) {
    int shard = shard(request);
    Instant deadline = arrived.plus(CommandHeaders.timeout(request, timeToDecide));
    Supplier<Outgoing> outgoing =
        () ->
            new Outgoing(
                request.method(),
                request.target(),
                mediaType.isEmpty() ? Map.of() : Map.of("Content-Type", mediaType),
                body);
    try {
      return delivery.deliver(
          request,
          shard,
          deadline,
          () -> here(shard, step, deadline),
          outgoing,
          ImportRoutes::notDone);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Problem.unavailable("Expected to serve, but the service is stopping", Duration.ZERO)
          .exception();
    }
  }

  private Optional<Answer> here(int shard, ImportStep step, Instant deadline)
      throws InterruptedException {
    return switch (shards.perform(shard, step, deadline).await(clock)) {
      case ImportReply.Standing(var isEmpty, var state) ->
          Optional.of(
              Answer.json(
                      200,
                      json.write(
                          new ShardStanding(shards.count(), shard, isEmpty, state.orElse(null))))
                  .with("Cache-Control", "no-store"));
      case ImportReply.Refused(var code, var expectation) ->
          throw Problem.of(409, code, "The import was refused", expectation).exception();
      case ImportReply.NotHere _ -> Optional.empty();
      case ImportReply.NotDecided(var expectation) ->
          throw Problem.notDecided(expectation, Replies.RETRY_AFTER).exception();
    };
  }

  /// Nobody was found in time who would do the step.
  private static Answer notDone(Reply reply) {
    throw Problem.notDecided(
            "Expected the owner of the shard to answer, but: " + reply, Replies.RETRY_AFTER)
        .exception();
  }

  private int shard(Request request) {
    int shard = request.pathParameter("shard", ImportRoutes::shardNumber);
    if (shard >= shards.count()) {
      throw Problem.notFound("Expected a shard from 0 to %d".formatted(shards.count() - 1))
          .exception();
    }
    return shard;
  }

  private static int shardNumber(String text) {
    if (!SHARD_NUMBER.matcher(text).matches()) {
      throw new InvalidValueException("Expected the number of a shard");
    }
    return Integer.parseInt(text);
  }

  private static long number(String text) {
    if (!WHOLE.matcher(text).matches()) {
      throw new InvalidValueException("Expected a number of events");
    }
    return Long.parseLong(text);
  }

  private static RuntimeException missing(String parameter) {
    return Problem.invalidField(parameter, "Expected it, but it is absent").exception();
  }
}

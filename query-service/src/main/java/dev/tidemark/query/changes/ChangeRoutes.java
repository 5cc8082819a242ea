package dev.tidemark.query.changes;

import dev.tidemark.events.consistency.ConsistencyToken;
import dev.tidemark.events.value.OrderId;
import dev.tidemark.events.value.SessionId;
import dev.tidemark.events.value.Username;
import dev.tidemark.query.http.Tokens;
import dev.tidemark.runtime.api.Description;
import dev.tidemark.runtime.api.Description.Answered;
import dev.tidemark.runtime.api.Parameter;
import dev.tidemark.runtime.api.Shape;
import dev.tidemark.runtime.http.Answer;
import dev.tidemark.runtime.http.Request;
import dev.tidemark.runtime.http.Role;
import dev.tidemark.runtime.http.Route;
import dev.tidemark.runtime.problem.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/// `GET /v1/changes`: for auditors, since without a filter it tells everything of everybody.
final class ChangeRoutes {
  private static final String EVENT_STREAM = "text/event-stream";
  private static final String AFTER = "after";
  private static final String LAST_EVENT_ID = "Last-Event-ID";
  private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

  private static final Description DESCRIBED =
      Description.of("Committed changes as they happen, as server-sent events")
          .with(
              Parameter.query(
                      ChangeFilter.TOPIC,
                      new Shape.OneOf(List.of("users", "sessions", "orders")),
                      "Changes of these only")
                  .repeatable(),
              Parameter.query(
                  ChangeFilter.USERNAME, Shape.of(Username.class), "Of this customer only"),
              Parameter.query(ChangeFilter.ORDER, Shape.of(OrderId.class), "Of this order only"),
              Parameter.query(
                  ChangeFilter.SESSION, Shape.of(SessionId.class), "Of this session only"),
              Parameter.query(AFTER, Shape.text(), "Go on after this token"),
              Parameter.header(LAST_EVENT_ID, Shape.text(), "Likewise; comes before `after`"))
          .answers(200, new Answered("A stream that goes on", EVENT_STREAM, Optional.empty()))
          .refuses(400, 410, 503);

  private final Tail tail;
  private final Past past;
  private final ChangeText text;
  private final ChangesSettings settings;
  private final Tokens tokens;
  private final int shards;
  private final Duration tokenWait;
  private final Semaphore places;

  /// @param tokenWait how long the log may take to reach a token
  ChangeRoutes(
      Tail tail,
      Past past,
      ChangeText text,
      ChangesSettings settings,
      Tokens tokens,
      int shards,
      Duration tokenWait,
      ChangesMeters meters) {
    this.tail = tail;
    this.past = past;
    this.text = text;
    this.settings = settings;
    this.tokens = tokens;
    this.shards = shards;
    this.tokenWait = tokenWait;
    this.places = new Semaphore(settings.streamsMax());
    meters.watch(() -> settings.streamsMax() - places.availablePermits());
  }

  List<Route> routes() {
    return List.of(
        Route.of(Route.Method.GET, "/v1/changes", Role.AUDITOR, this::open).described(DESCRIBED));
  }

  private Answer open(Request request) {
    ChangeFilter filter = ChangeFilter.of(request, shards);
    Optional<ConsistencyToken> seen = lastSeen(request);
    if (!places.tryAcquire()) {
      throw unavailable(
          "Expected at most " + settings.streamsMax() + " streams at once, but there are more");
    }
    Mark from = Mark.behind(seen.orElse(ConsistencyToken.EMPTY), shards);
    var stream = new ChangeStream(tail, past, text, filter, from, settings, places::release);
    boolean begun = false;
    try {
      if (seen.isPresent()) {
        tail.await(from, filter.scope(), tokenWait);
        stream.beginInThePast();
      } else {
        stream.beginNow();
      }
      begun = true;
    } catch (NotReadException e) {
      throw unavailable(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable("Expected to open a stream, but the service is stopping");
    } finally {
      if (!begun) {
        stream.close();
      }
    }
    return Answer.live(EVENT_STREAM, stream)
        .with("Cache-Control", "no-store")
        .with("X-Accel-Buffering", "no");
  }

  /// A browser that comes back asks for the same address again, with the parameter it had at first:
  /// the header is the newer of the two.
  private Optional<ConsistencyToken> lastSeen(Request request) {
    Optional<ConsistencyToken> after = request.parameter(AFTER, tokens::parse);
    return request.header(LAST_EVENT_ID, tokens::parse).or(() -> after);
  }

  private static RuntimeException unavailable(String detail) {
    return Problem.unavailable(detail, RETRY_AFTER).exception();
  }
}

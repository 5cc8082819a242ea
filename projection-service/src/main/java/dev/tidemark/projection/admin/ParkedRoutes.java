package dev.tidemark.projection.admin;

import dev.tidemark.events.value.Reason;
import dev.tidemark.projection.batch.Aggregate;
import dev.tidemark.projection.store.Discarding;
import dev.tidemark.projection.store.ParkedEvents;
import dev.tidemark.projection.store.ParkedQueue;
import dev.tidemark.projection.store.QueueName;
import dev.tidemark.runtime.api.Description;
import dev.tidemark.runtime.api.Parameter;
import dev.tidemark.runtime.api.Shape;
import dev.tidemark.runtime.http.Answer;
import dev.tidemark.runtime.http.Request;
import dev.tidemark.runtime.http.Role;
import dev.tidemark.runtime.http.Route;
import dev.tidemark.runtime.http.Route.Method;
import dev.tidemark.runtime.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `/v1/admin/parked`: what could not be applied, to be looked at, tried again or left out.
final class ParkedRoutes {
  private static final int QUEUES_MAX = 100;
  private static final int EVENTS_MAX = 100;
  private static final int ID_CHARS_MAX = 200;

  private static final Parameter LIMIT =
      Parameter.query("limit", new Shape.Whole(1, QUEUES_MAX), "How many at once");
  private static final Parameter AFTER =
      Parameter.query("after", Shape.text(), "`next` of the answer before");
  private static final Parameter AGGREGATE =
      Parameter.query("aggregateId", Shape.text(), "Whose events, as the list names it");
  private static final Shape OUTCOMES = Shape.of(ParkedShown.Outcomes.class);

  private final ParkedEvents parked;
  private final Replies replies;

  ParkedRoutes(ParkedEvents parked, Replies replies) {
    this.parked = parked;
    this.replies = replies;
  }

  List<Route> routes() {
    return List.of(
        Route.of(Method.GET, "/v1/admin/parked", Role.AUDITOR, this::list)
            .described(
                Description.of("Aggregates with parked events, and why the first of each is")
                    .with(LIMIT, AFTER)
                    .answers(200, "By topic, shard and id", Shape.of(ParkedShown.Queues.class))
                    .refuses(400, 503)),
        Route.of(Method.GET, "/v1/admin/parked/events", Role.AUDITOR, this::events)
            .described(
                Description.of("The parked events of one aggregate, as they stand in the log")
                    .with(AGGREGATE.mandatory(), Asked.TOPIC, Asked.SHARD, LIMIT)
                    .answers(200, "In their order", Shape.of(ParkedShown.EventsOf.class))
                    .refuses(400, 404, 503)),
        Route.of(Method.POST, "/v1/admin/parked/retries", Role.OPERATOR, this::retry)
            .described(
                Description.of("Applies parked events of one aggregate, or of all, in their order")
                    .with(AGGREGATE, Asked.TOPIC, Asked.SHARD, Asked.DRY_RUN, LIMIT, AFTER)
                    .answers(200, "What became of them", OUTCOMES)
                    .refuses(400, 404, 503)),
        Route.of(Method.POST, "/v1/admin/parked/discards", Role.OPERATOR, this::discard)
            .described(
                Description.of("Leaves the first parked event of an aggregate out of the views")
                    .with(
                        AGGREGATE.mandatory(),
                        Asked.TOPIC,
                        Asked.SHARD,
                        Parameter.query("offset", Shape.of(long.class), "Of that event")
                            .mandatory(),
                        Parameter.query("by", Shape.text(), "Who decided it").mandatory(),
                        Parameter.query("reason", Shape.of(Reason.class), "Why").mandatory(),
                        Asked.DRY_RUN)
                    .answers(200, "What became of it, and of those behind it", OUTCOMES)
                    .refuses(400, 404, 409, 503)));
  }

  private Answer list(Request request) {
    int limit = limit(request);
    List<ParkedQueue> queues = parked.list(after(request), limit);
    return replies.json(
        new ParkedShown.Queues(
            queues.stream().map(ParkedShown.Queue::of).toList(), next(queues, limit)));
  }

  private Answer events(Request request) {
    int limit =
        request.parameter("limit", text -> (int) Asked.whole(text, 1, EVENTS_MAX)).orElse(20);
    return replies.json(
        new ParkedShown.EventsOf(
            named(request, id(request)).stream().map(name -> events(name, limit)).toList()));
  }

  private ParkedShown.Events events(QueueName name, int limit) {
    Aggregate aggregate = name.aggregate();
    return new ParkedShown.Events(
        aggregate.topic().topicName(),
        name.shard(),
        aggregate.id(),
        parked.count(name),
        parked.first(name, limit).stream().map(ParkedShown.Event::of).toList());
  }

  private Answer retry(Request request) {
    boolean dryRun = dryRun(request);
    Optional<String> id = request.parameter("aggregateId", ParkedRoutes::id);
    if (id.isPresent()) {
      return outcomes(dryRun, named(request, id.get()), null);
    }
    if (request.parameter("topic", Asked::topic).isPresent()
        || request.parameter("shard", Asked::shard).isPresent()) {
      throw Problem.invalidRequest("Expected topic and shard with an aggregateId only").exception();
    }
    int limit = limit(request);
    List<ParkedQueue> queues = parked.list(after(request), limit);
    return outcomes(dryRun, queues.stream().map(ParkedQueue::name).toList(), next(queues, limit));
  }

  private Answer outcomes(boolean dryRun, List<QueueName> names, @Nullable String next) {
    return replies.json(
        new ParkedShown.Outcomes(
            dryRun,
            names.stream().map(name -> ParkedShown.Outcome.of(parked.retry(name, dryRun))).toList(),
            next));
  }

  private Answer discard(Request request) {
    List<QueueName> names = named(request, id(request));
    long offset = required(request.parameter("offset", Asked::offset), "offset");
    Reason by = required(request.parameter("by", Reason::new), "by");
    Reason reason = required(request.parameter("reason", Reason::new), "reason");
    boolean dryRun = dryRun(request);
    if (names.size() > 1) {
      throw Problem.refused(
              "ambiguous-aggregate",
              "Expected one aggregate, but there are %s: name topic and shard".formatted(names))
          .exception();
    }
    var why = new Discarding(by.value(), reason.value());
    return parked
        .discard(names.getFirst(), offset, why, dryRun)
        .map(retried ->
            replies.json(
                new ParkedShown.Outcomes(dryRun, List.of(ParkedShown.Outcome.of(retried)), null)))
        .orElseThrow(() ->
            Problem.refused(
                    "not-the-first",
                    "Expected %d to be the first parked event of %s, but it is not"
                        .formatted(offset, names.getFirst()))
                .exception());
  }

  private List<QueueName> named(Request request, String id) {
    var topic = request.parameter("topic", Asked::topic);
    var shard = request.parameter("shard", Asked::shard);
    List<QueueName> names =
        parked.named(id).stream()
            .filter(name -> topic.isEmpty() || name.aggregate().topic() == topic.get())
            .filter(name -> shard.isEmpty() || name.shard() == shard.get())
            .toList();
    if (names.isEmpty()) {
      throw Problem.notFound("Expected parked events of that aggregate, but there are none")
          .exception();
    }
    return names;
  }

  private static String id(Request request) {
    return required(request.parameter("aggregateId", ParkedRoutes::id), "aggregateId");
  }

  private static String id(String text) {
    if (text.isEmpty() || text.length() > ID_CHARS_MAX || text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("Expected 1 to " + ID_CHARS_MAX + " characters");
    }
    return text;
  }

  private static <T> T required(Optional<T> parameter, String name) {
    return parameter.orElseThrow(
        () -> Problem.invalidField(name, "Expected a value, but it is absent").exception());
  }

  private static boolean dryRun(Request request) {
    return request.parameter("dryRun", Asked::flag).orElse(false);
  }

  private static int limit(Request request) {
    return request.parameter("limit", text -> (int) Asked.whole(text, 1, QUEUES_MAX)).orElse(50);
  }

  private static @Nullable String next(List<ParkedQueue> queues, int limit) {
    if (queues.size() < limit) {
      return null;
    }
    QueueName last = queues.getLast().name();
    String text =
        last.aggregate().topic().topicName() + "/" + last.shard() + "/" + last.aggregate().id();
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Optional<QueueName> after(Request request) {
    return request.parameter("after", ParkedRoutes::cursor);
  }

  private static QueueName cursor(String text) {
    String[] parts =
        new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8).split("/", 3);
    if (parts.length < 3) {
      throw new IllegalArgumentException("Expected `next` of an answer before");
    }
    return new QueueName(new Aggregate(Asked.topic(parts[0]), id(parts[2])), Asked.shard(parts[1]));
  }
}

package dev.tidemark.projection.admin;

import dev.tidemark.events.value.OrderId;
import dev.tidemark.events.value.SessionId;
import dev.tidemark.events.value.Username;
import dev.tidemark.projection.repair.Job;
import dev.tidemark.projection.repair.Jobs;
import dev.tidemark.projection.repair.Selection;
import dev.tidemark.projection.repair.StandingVerifier.Standing;
import dev.tidemark.projection.repair.Wish;
import dev.tidemark.projection.repair.Wish.Kind;
import dev.tidemark.runtime.api.Description;
import dev.tidemark.runtime.api.Parameter;
import dev.tidemark.runtime.api.Shape;
import dev.tidemark.runtime.http.Answer;
import dev.tidemark.runtime.http.Request;
import dev.tidemark.runtime.http.Role;
import dev.tidemark.runtime.http.Route;
import dev.tidemark.runtime.http.Route.Method;
import dev.tidemark.runtime.problem.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// `/v1/admin/replays`, `/v1/admin/verifications` and `/v1/admin/verifier`: views and cache held
/// against the log, and mended.
final class RepairRoutes {
  private static final String REPLAYS = "/v1/admin/replays";
  private static final String VERIFICATIONS = "/v1/admin/verifications";
  private static final int SAMPLE_MAX = 1_000_000;

  private static final Parameter ID = Parameter.path("id", String.class, "The job's id");
  private static final Parameter TARGET =
      Parameter.query("target", new Shape.OneOf(List.of("cache", "views")), "What is written")
          .mandatory();
  private static final Parameter SAMPLE =
      Parameter.query("sample", new Shape.Whole(1, SAMPLE_MAX), "How many, by chance; else all");
  private static final Parameter HEAL =
      Parameter.query(
          "heal", new Shape.OneOf(List.of("true", "false")), "Write what is found wrong");
  private static final List<Parameter> SELECTION =
      List.of(
          Parameter.query("user", Shape.of(Username.class), "All that is this customer's"),
          Parameter.query("order", Shape.of(OrderId.class), "This order"),
          Parameter.query("session", Shape.of(SessionId.class), "This session"),
          Parameter.query(
              "topic",
              Asked.TOPIC.shape(),
              "What a stretch of this topic touches, with `partition`"),
          Parameter.query("partition", Asked.SHARD.shape(), "Of `topic`"),
          Parameter.query("fromOffset", Shape.of(long.class), "The first, else that of the topic"),
          Parameter.query("toOffset", Shape.of(long.class), "The last, else that of the topic"),
          Parameter.query("fromTime", Shape.text(), "What was touched by events recorded since"),
          Parameter.query("toTime", Shape.text(), "And before"));

  private record Listed(List<JobShown> items) {}

  private final Jobs jobs;
  private final Supplier<Standing> verifier;
  private final Replies replies;

  RepairRoutes(Jobs jobs, Supplier<Standing> verifier, Replies replies) {
    this.jobs = jobs;
    this.verifier = verifier;
    this.replies = replies;
  }

  List<Route> routes() {
    Shape shown = Shape.of(JobShown.class);
    return List.of(
        Route.of(Method.POST, REPLAYS, Role.OPERATOR, this::replay)
            .described(
                Description.of("Applies the log once more to the cache, or to the rows")
                    .with(TARGET)
                    .with(SELECTION)
                    .with(Asked.DRY_RUN)
                    .answers(201, "The job", shown)
                    .refuses(400, 409, 503)),
        Route.of(Method.POST, VERIFICATIONS, Role.OPERATOR, this::verify)
            .described(
                Description.of("Holds rows and cached values against the log")
                    .with(SAMPLE, HEAL)
                    .answers(201, "The job", shown)
                    .refuses(400, 409, 503)),
        list(REPLAYS, "The last replays", "Replays", kind -> kind != Kind.VERIFY),
        list(VERIFICATIONS, "The last verifications", "Verifications", Kind.VERIFY::equals),
        one(REPLAYS, "A replay", kind -> kind != Kind.VERIFY),
        one(VERIFICATIONS, "A verification", Kind.VERIFY::equals),
        cancel(REPLAYS, "Ends a replay", kind -> kind != Kind.VERIFY),
        cancel(VERIFICATIONS, "Ends a verification", Kind.VERIFY::equals),
        Route.of(Method.GET, "/v1/admin/verifier", Role.AUDITOR, _ -> replies.json(verifier.get()))
            .described(
                Description.of("What this instance has found by itself")
                    .answers(200, "Its findings", Shape.of(Standing.class))));
  }

  private Route list(String path, String summary, String name, Predicate<Kind> kinds) {
    var shape =
        new Shape.Fields(name, Map.of("items", new Shape.Many(Shape.of(JobShown.class))), Map.of());
    return Route.of(Method.GET, path, Role.AUDITOR, _ -> listed(kinds))
        .described(Description.of(summary).answers(200, "The newest first", shape).refuses(503));
  }

  private Route one(String path, String summary, Predicate<Kind> kinds) {
    return Route.of(Method.GET, path + "/{id}", Role.AUDITOR, it -> shown(200, found(it, kinds)))
        .described(described(summary));
  }

  private Route cancel(String path, String summary, Predicate<Kind> kinds) {
    return Route.of(
            Method.DELETE,
            path + "/{id}",
            Role.OPERATOR,
            it -> shown(200, jobs.cancel(found(it, kinds).id()).orElseThrow()))
        .described(described(summary));
  }

  private static Description described(String summary) {
    return Description.of(summary)
        .with(ID)
        .answers(200, "The job", Shape.of(JobShown.class))
        .refuses(400, 404, 503);
  }

  private Answer listed(Predicate<Kind> kinds) {
    return replies.json(
        new Listed(
            jobs.newest().stream()
                .filter(job -> kinds.test(job.wish().kind()))
                .map(JobShown::of)
                .toList()));
  }

  private Job found(Request request, Predicate<Kind> kinds) {
    UUID id = request.pathParameter("id", RepairRoutes::id);
    return jobs.find(id)
        .filter(job -> kinds.test(job.wish().kind()))
        .orElseThrow(
            () -> Problem.notFound("Expected a job of this id, but there is none").exception());
  }

  private static UUID id(String text) {
    if (!text.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")) {
      throw new IllegalArgumentException("Expected a UUID in lower case");
    }
    return UUID.fromString(text);
  }

  private Answer replay(Request request) {
    Kind kind =
        request
            .parameter("target", RepairRoutes::target)
            .orElseThrow(() ->
                Problem.invalidField("target", "Expected cache or views, but it is absent")
                    .exception());
    boolean dryRun = request.parameter("dryRun", Asked::flag).orElse(false);
    return begun(new Wish(kind, selection(request), !dryRun));
  }

  private Answer verify(Request request) {
    Optional<Integer> sample =
        request.parameter("sample", text -> (int) Asked.whole(text, 1, SAMPLE_MAX));
    boolean heal = request.parameter("heal", Asked::flag).orElse(false);
    return begun(
        new Wish(Kind.VERIFY, sample.map(Selection::sampling).orElse(Selection.ALL), heal));
  }

  private Answer begun(Wish wish) {
    return jobs.begin(wish)
        .map(job -> shown(201, job))
        .orElseThrow(() ->
            Problem.refused(
                    "already-under-way",
                    "Expected no other job of this kind, but one is under way: wait, or cancel it")
                .exception());
  }

  private Answer shown(int status, Job job) {
    return replies.json(status, JobShown.of(job));
  }

  private static Selection selection(Request request) {
    try {
      return new Selection(
          absent(request.parameter("user", Username::new)),
          absent(request.parameter("order", OrderId::parse)),
          absent(request.parameter("session", SessionId::parse)),
          absent(request.parameter("topic", Asked::topic)),
          absent(request.parameter("partition", Asked::shard)),
          absent(request.parameter("fromOffset", Asked::offset)),
          absent(request.parameter("toOffset", Asked::offset)),
          absent(request.parameter("fromTime", Asked::instant)),
          absent(request.parameter("toTime", Asked::instant)),
          null);
    } catch (IllegalArgumentException e) {
      throw Problem.invalidRequest(String.valueOf(e.getMessage())).exception();
    }
  }

  private static <T> @Nullable T absent(Optional<T> parameter) {
    return parameter.orElse(null);
  }

  private static Kind target(String text) {
    return switch (text) {
      case "cache" -> Kind.REPLAY_CACHE;
      case "views" -> Kind.REPLAY_VIEWS;
      default -> throw new IllegalArgumentException("Expected cache or views");
    };
  }
}

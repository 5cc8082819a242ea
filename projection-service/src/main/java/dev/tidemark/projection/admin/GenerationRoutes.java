package dev.tidemark.projection.admin;

import dev.tidemark.projection.generation.Change;
import dev.tidemark.projection.generation.Generation;
import dev.tidemark.projection.generation.Generation.Target;
import dev.tidemark.projection.generation.Lineup;
import dev.tidemark.projection.rebuild.Rebuilds;
import dev.tidemark.projection.rebuild.Standing;
import dev.tidemark.runtime.api.Description;
import dev.tidemark.runtime.api.Parameter;
import dev.tidemark.runtime.api.Shape;
import dev.tidemark.runtime.http.Answer;
import dev.tidemark.runtime.http.Handler;
import dev.tidemark.runtime.http.Request;
import dev.tidemark.runtime.http.Role;
import dev.tidemark.runtime.http.Route;
import dev.tidemark.runtime.http.Route.Method;
import dev.tidemark.runtime.problem.Problem;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// `/v1/admin/generations` and `/v1/admin/rebuilds`: fills the views anew, compares, changes over.
final class GenerationRoutes {
  private static final int THROTTLE_MAX = 10_000_000;
  private static final int GENERATION_MAX = 1_000_000;
  private static final String PATH = "/v1/admin/generations/{generation}";

  private static final Parameter GENERATION = Parameter.path("generation", int.class, "Its number");
  private static final Parameter THROTTLE =
      Parameter.query(
          "throttle",
          new Shape.Whole(0, THROTTLE_MAX),
          "Events a second, by all instances together; 0: as many as can be");
  private static final Parameter FORCE =
      Parameter.query("force", new Shape.OneOf(List.of("true", "false")), "Whatever was found");

  /// As it is answered.
  private record Shown(List<GenerationShown> generations) {}

  private final Rebuilds rebuilds;
  private final Replies replies;

  GenerationRoutes(Rebuilds rebuilds, Replies replies) {
    this.rebuilds = rebuilds;
    this.replies = replies;
  }

  List<Route> routes() {
    return Stream.of(reads(), changes()).flatMap(List::stream).toList();
  }

  private List<Route> reads() {
    return List.of(
        Route.of(Method.GET, "/v1/admin/generations", Role.AUDITOR, this::all)
            .described(
                Description.of("All generations of the views, and how far they are")
                    .answers(
                        200,
                        "By number",
                        new Shape.Fields(
                            "Generations",
                            Map.of("generations", new Shape.Many(Shape.of(GenerationShown.class))),
                            Map.of()))
                    .refuses(503)),
        Route.of(Method.GET, PATH, Role.AUDITOR, this::one)
            .described(of("One generation").refuses(404)));
  }

  private List<Route> changes() {
    return List.of(
        Route.of(Method.POST, "/v1/admin/rebuilds", Role.OPERATOR, this::begin)
            .described(
                Description.of("Begins to fill a new generation beside the one that serves")
                    .with(
                        Parameter.query(
                            "target",
                            new Shape.OneOf(List.of("all", "views", "cache")),
                            "What is filled anew: `views` means `all`, since values of other rows"
                                + " need a cache of their own; `cache` fills the cache alone"),
                        THROTTLE)
                    .answers(201, "The new generation", Shape.of(GenerationShown.class))
                    .refuses(400, 409, 503)),
        change("/pause", "Holds its filling", it -> rebuilds.pause(number(it))),
        change(
            "/resume",
            "Goes on filling it",
            it -> rebuilds.resume(number(it), it.parameter("throttle", GenerationRoutes::throttle)),
            THROTTLE),
        change("/cancellation", "Gives its filling up", it -> rebuilds.cancel(number(it))),
        change(
            "/cutover",
            "Lets it serve, once it is where the serving one is, and is as that one",
            it -> rebuilds.cutover(number(it), force(it)),
            FORCE),
        change("/pruning", "Removes its rows and values", it -> rebuilds.prune(number(it))),
        Route.of(Method.POST, "/v1/admin/rollback", Role.OPERATOR, handler(this::rollback))
            .described(
                Description.of("Lets the generation serve again that did before")
                    .with(FORCE)
                    .answers(200, "The generation", Shape.of(GenerationShown.class))
                    .refuses(400, 409, 503)),
        change(
            "/diff",
            "Begins to compare it with the one that serves",
            it -> rebuilds.compare(number(it))),
        Route.of(Method.GET, PATH + "/diff", Role.AUDITOR, this::diff)
            .described(
                Description.of("Its last comparison")
                    .with(GENERATION)
                    .answers(
                        200, "The comparison, which may be under way", Shape.of(DiffShown.class))
                    .refuses(400, 404, 503)));
  }

  private interface Wish {
    Change asked(Request request);
  }

  private Route change(String verb, String summary, Wish wish, Parameter... parameters) {
    return Route.of(Method.POST, PATH + verb, Role.OPERATOR, handler(wish))
        .described(of(summary).with(parameters).refuses(404, 409));
  }

  private static Description of(String summary) {
    return Description.of(summary)
        .with(GENERATION)
        .answers(200, "The generation", Shape.of(GenerationShown.class))
        .refuses(400, 503);
  }

  private Handler handler(Wish wish) {
    return request -> shown(200, wish.asked(request));
  }

  private Answer all(Request request) {
    Lineup lineup = rebuilds.lineup();
    return replies.json(new Shown(lineup.all().stream().map(each -> shown(lineup, each)).toList()));
  }

  private Answer one(Request request) {
    Lineup lineup = rebuilds.lineup();
    int number = number(request);
    return lineup
        .find(number)
        .map(found -> replies.json(shown(lineup, found)))
        .orElseThrow(() -> absent(number).exception());
  }

  private Answer begin(Request request) {
    Target target = request.parameter("target", GenerationRoutes::target).orElse(Target.ALL);
    int throttle = request.parameter("throttle", GenerationRoutes::throttle).orElse(0);
    return shown(201, rebuilds.begin(target, throttle));
  }

  private Change rollback(Request request) {
    return rebuilds.rollback(force(request));
  }

  private Answer diff(Request request) {
    int number = number(request);
    return rebuilds
        .diff(number)
        .map(diff -> replies.json(DiffShown.of(diff)))
        .orElseThrow(() ->
            Problem.notFound(
                    "Expected a comparison of generation %d, but there is none".formatted(number))
                .exception());
  }

  private Answer shown(int status, Change change) {
    return switch (change) {
      case Change.Made(var of, _) -> replies.json(status, shown(rebuilds.lineup(), of));
      case Change.Refused(var code, var reason) when code.equals("no-such-generation") ->
          throw Problem.notFound(reason).exception();
      case Change.Refused(var code, var reason) -> throw Problem.refused(code, reason).exception();
    };
  }

  private GenerationShown shown(Lineup lineup, Generation generation) {
    return GenerationShown.of(generation, standing(lineup, generation));
  }

  private @Nullable Standing standing(Lineup lineup, Generation generation) {
    return switch (generation.state()) {
      case BUILDING, PAUSED, SERVING, STANDBY -> rebuilds.standing(lineup, generation);
      case CANCELLED, PRUNING, PRUNED -> null;
    };
  }

  private static Problem absent(int number) {
    return Problem.notFound("Expected a generation %d, but there is none".formatted(number));
  }

  private static int number(Request request) {
    return request.pathParameter("generation", text -> (int) Asked.whole(text, 1, GENERATION_MAX));
  }

  private static boolean force(Request request) {
    return request.parameter("force", Asked::flag).orElse(false);
  }

  private static int throttle(String text) {
    return (int) Asked.whole(text, 0, THROTTLE_MAX);
  }

  private static Target target(String text) {
    return switch (text) {
      case "all", "views" -> Target.ALL;
      case "cache" -> Target.CACHE;
      default -> throw new IllegalArgumentException("Expected all, views or cache");
    };
  }
}

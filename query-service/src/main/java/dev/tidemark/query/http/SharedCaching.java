package dev.tidemark.query.http;

import dev.tidemark.runtime.StartupException;
import dev.tidemark.runtime.http.Answer;
import dev.tidemark.runtime.http.Handler;
import dev.tidemark.runtime.http.Request;
import dev.tidemark.runtime.http.Route;
import dev.tidemark.runtime.settings.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Which answers a cache between us and many clients may keep and give to all of them.
///
/// Only to a request that says nothing of who asks and of how fresh the answer must be: an answer
/// to a token holds that reader's own token. A cache that has such an answer must not give it to a
/// request with a token either; that is what `Vary` tells it.
///
/// @param paths of routes, such as `/v1/sales`; all others are private
/// @param age for which it may be given without asking us
/// @param stale after that, while it asks us
public record SharedCaching(Set<String> paths, Duration age, Duration stale) {
  /// Headers that make a request its reader's own.
  private static final List<String> PERSONAL =
      List.of("Authorization", "Consistency", Tokens.HEADER);

  public static SharedCaching read(Settings settings) {
    String paths =
        settings.text(
            "QUERY_SHARED_CACHE",
            "",
            "routes that shared caches may keep, as /v1/sales,/v1/counts");
    return new SharedCaching(
        Stream.of(paths.split(",", -1))
            .map(String::strip)
            .filter(path -> !path.isEmpty())
            .collect(Collectors.toUnmodifiableSet()),
        settings.duration(
            "QUERY_SHARED_CACHE_AGE",
            Duration.ofSeconds(5),
            Duration.ofSeconds(1),
            Duration.ofDays(1),
            "for which shared caches may keep them"),
        settings.duration(
            "QUERY_SHARED_CACHE_STALE",
            Duration.ofSeconds(30),
            Duration.ZERO,
            Duration.ofDays(1),
            "for which they may be served stale while being asked for anew"));
  }

  /// @throws StartupException if a path is that of no route
  public List<Route> allowed(List<Route> routes) {
    var unknown = new TreeSet<>(paths);
    routes.forEach(route -> unknown.remove(route.path()));
    if (!unknown.isEmpty()) {
      throw new StartupException(
          "QUERY_SHARED_CACHE must name routes as /v1/sales, but there is no " + unknown.first());
    }
    return routes.stream()
        .map(route ->
            paths.contains(route.path()) ? route.handledBy(shared(route.handler())) : route)
        .toList();
  }

  private Handler shared(Handler handler) {
    String control =
        "public, max-age=0, s-maxage=%d, stale-while-revalidate=%d"
            .formatted(age.toSeconds(), stale.toSeconds());
    return request -> {
      Answer answer = handler.handle(request);
      boolean fits = answer.status() == 200 || answer.status() == 304;
      return fits && isAnybodys(request) ? answer.with("Cache-Control", control) : answer;
    };
  }

  private static boolean isAnybodys(Request request) {
    return PERSONAL.stream().allMatch(name -> request.header(name).isEmpty());
  }
}

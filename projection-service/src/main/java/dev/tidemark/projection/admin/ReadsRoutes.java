package dev.tidemark.projection.admin;

import dev.tidemark.runtime.api.Description;
import dev.tidemark.runtime.api.Shape;
import dev.tidemark.runtime.http.Answer;
import dev.tidemark.runtime.http.Request;
import dev.tidemark.runtime.http.Role;
import dev.tidemark.runtime.http.Route;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/// `GET /v1/admin/reads`: which tier answers. Only query services know, so they are asked.
final class ReadsRoutes {
  private static final String ANSWERS = "tidemark_read_seconds_count";
  private static final String LOOKS = "tidemark_cache_gets_total";
  private static final Set<String> HITS = Set.of("hit", "negative");

  private final QueryInstances instances;
  private final Replies replies;
  private final InstantSource clock;

  ReadsRoutes(QueryInstances instances, Replies replies, InstantSource clock) {
    this.instances = instances;
    this.replies = replies;
    this.clock = clock;
  }

  List<Route> routes() {
    return List.of(
        Route.of(Route.Method.GET, "/v1/admin/reads", Role.AUDITOR, this::reads)
            .described(
                Description.of("Which tier answers reads, as query services have counted")
                    .answers(200, "Of all of them together", Shape.of(ReadsReport.class))));
  }

  private Answer reads(Request request) {
    QueryInstances.Told told = instances.ask();
    List<Sample> samples = told.samples();
    return replies.json(
        new ReadsReport(
            clock.instant(),
            instances.count(),
            sums(samples, ANSWERS, "source", _ -> true),
            sums(samples, LOOKS, "tier", _ -> true),
            sums(samples, LOOKS, "tier", each -> HITS.contains(each.label("result"))),
            told.unavailable()));
  }

  private static Map<String, Long> sums(
      List<Sample> samples, String name, String by, Predicate<Sample> counts) {
    var sums = new TreeMap<String, Long>();
    samples.stream()
        .filter(each -> each.name().equals(name) && counts.test(each))
        .forEach(each -> sums.merge(each.label(by), (long) each.value(), Long::sum));
    return sums;
  }
}

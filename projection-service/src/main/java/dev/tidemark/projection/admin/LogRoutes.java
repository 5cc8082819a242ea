package dev.tidemark.projection.admin;

import dev.tidemark.events.EventTopic;
import dev.tidemark.projection.batch.Positions;
import dev.tidemark.projection.log.ClusterLook;
import dev.tidemark.projection.log.LogLook;
import dev.tidemark.projection.log.LogReader;
import dev.tidemark.projection.log.LogReader.Bounds;
import dev.tidemark.runtime.api.Description;
import dev.tidemark.runtime.api.Description.Answered;
import dev.tidemark.runtime.api.Parameter;
import dev.tidemark.runtime.api.Shape;
import dev.tidemark.runtime.http.Answer;
import dev.tidemark.runtime.http.Request;
import dev.tidemark.runtime.http.Role;
import dev.tidemark.runtime.http.Route;
import dev.tidemark.runtime.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// `GET /v1/admin/log`: what there is; `GET /v1/admin/log/{topic}/{shard}`: the records themselves,
/// page by page, as they stand in the log.
final class LogRoutes {
  private static final Bounds PAGE = new Bounds(Duration.ofSeconds(10), 5_000, 8L << 20);
  private static final String NEXT = "Tidemark-Next";

  /// @param begin the first offset that the log holds
  /// @param end what comes next after all that is committed
  private record Stretch(String topic, int shard, long begin, long end) {}

  /// @param identity of the log: other brokers, or a topic made anew, are another log
  private record LogExtent(Instant at, String identity, int shards, List<Stretch> stretches) {}

  private final LogLook look;
  private final ClusterLook cluster;
  private final LogReader reader;
  private final Replies replies;
  private final InstantSource clock;

  LogRoutes(
      LogLook look, ClusterLook cluster, LogReader reader, Replies replies, InstantSource clock) {
    this.look = look;
    this.cluster = cluster;
    this.clock = clock;
    this.reader = reader;
    this.replies = replies;
  }

  List<Route> routes() {
    var offset = new Shape.Whole(0, Asked.OFFSET_MAX);
    return List.of(
        Route.of(Route.Method.GET, "/v1/admin/log", Role.AUDITOR, this::extent)
            .described(
                Description.of("Where each shard of the log begins and ends")
                    .answers(200, "All topics and shards", Shape.of(LogExtent.class))
                    .refuses(503)),
        Route.of(Route.Method.GET, "/v1/admin/log/{topic}/{shard}", Role.AUDITOR, this::page)
            .described(
                Description.of("Committed records as they stand in the log, page by page")
                    .with(
                        Parameter.path("topic", String.class, "Such as `orders.events`"),
                        Parameter.path("shard", int.class, "Its number"),
                        Parameter.query("from", offset, "The first offset; 0 if absent"),
                        Parameter.query("to", offset, "Before this offset; to the end if absent"))
                    .answers(200, new Answered("A record a line", Answer.NDJSON, Optional.empty()))
                    .says(NEXT, "`from` of the next page")
                    .refuses(400, 404, 503)));
  }

  private Answer extent(Request request) {
    List<Positions> begins = look.beginnings();
    List<Positions> ends = look.ends();
    var stretches = new ArrayList<Stretch>();
    for (EventTopic topic : EventTopic.values()) {
      for (int shard = 0; shard < ends.size(); shard++) {
        stretches.add(
            new Stretch(
                topic.topicName(), shard, begins.get(shard).of(topic), ends.get(shard).of(topic)));
      }
    }
    return replies.json(new LogExtent(clock.instant(), cluster.identity(), ends.size(), stretches));
  }

  private Answer page(Request request) {
    EventTopic topic = request.pathParameter("topic", EventTopic::named);
    int shard = request.pathParameter("shard", Asked::shard);
    long from = request.parameter("from", Asked::offset).orElse(0L);
    long to = request.parameter("to", Asked::offset).orElse(Long.MAX_VALUE);
    if (shard >= look.ends().size()) {
      throw Problem.notFound("Expected a shard of the log, but there is no shard " + shard)
          .exception();
    }
    var page = reader.all(topic, shard, from, to, PAGE);
    String lines =
        page.records().stream()
            .map(stored -> RawLine.of(stored) + "\n")
            .collect(Collectors.joining());
    return Answer.of(200, Answer.NDJSON, lines.getBytes(StandardCharsets.UTF_8))
        .with(NEXT, Long.toString(page.next()))
        .with("Cache-Control", "no-store");
  }
}

package dev.tidemark.projection.admin;

import dev.tidemark.projection.log.ClusterLook;
import dev.tidemark.projection.log.LogLook;
import dev.tidemark.projection.log.Opening;
import dev.tidemark.projection.log.Projector;
import dev.tidemark.runtime.api.Description;
import dev.tidemark.runtime.api.Shape;
import dev.tidemark.runtime.http.Answer;
import dev.tidemark.runtime.http.Request;
import dev.tidemark.runtime.http.Role;
import dev.tidemark.runtime.http.Route;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// `GET /v1/admin/shards`: who decides for each shard, who follows it, who projects it.
final class ShardRoutes {
  /// @param owner absent if nobody ever opened the shard
  private record ShardReport(
      int shard, @Nullable Owner owner, List<Standby> standbys, List<Projecting> projectedBy) {}

  /// @param state what the owner says of the shard; absent if it does not answer
  /// @param trouble why it does not answer, or what it says it is instead of its owner
  private record Owner(
      String node,
      String endpoint,
      long term,
      Instant openedAt,
      @Nullable String state,
      @Nullable String reason,
      @Nullable Integer waiting,
      @Nullable String trouble) {}

  /// Another owner that follows this shard, so that it may take it over at once. Instances that own
  /// nothing are not known here.
  private record Standby(String node, String endpoint, String state, String detail) {}

  private record Projecting(String member, String host) {}

  private record ShardsReport(Instant at, List<ShardReport> shards) {}

  private final LogLook log;
  private final ClusterLook cluster;
  private final CommandInstances instances;
  private final Replies replies;
  private final InstantSource clock;

  ShardRoutes(
      LogLook log,
      ClusterLook cluster,
      CommandInstances instances,
      Replies replies,
      InstantSource clock) {
    this.log = log;
    this.cluster = cluster;
    this.instances = instances;
    this.replies = replies;
    this.clock = clock;
  }

  List<Route> routes() {
    return List.of(
        Route.of(Route.Method.GET, "/v1/admin/shards", Role.AUDITOR, this::shards)
            .described(
                Description.of("Who decides for each shard, who follows it and who projects it")
                    .answers(200, "All shards", Shape.of(ShardsReport.class))
                    .refuses(503)));
  }

  private Answer shards(Request request) {
    int shards = log.ends().size();
    Map<Integer, Opening> openings = log.openings();
    List<Projector> projectors = cluster.projectors();
    var told = instances.ask(openings.values().stream().map(Opening::endpoint).toList());
    return replies.json(
        new ShardsReport(
            clock.instant(),
            IntStream.range(0, shards)
                .mapToObj(shard ->
                    new ShardReport(
                        shard,
                        owner(openings.get(shard), told),
                        standbys(shard, openings, told),
                        projectors.stream()
                            .filter(each -> each.shard() == shard)
                            .map(each -> new Projecting(each.member(), each.host()))
                            .toList()))
                .toList()));
  }

  private static @Nullable Owner owner(
      @Nullable Opening opening, Map<String, CommandInstances.Told> told) {
    if (opening == null) {
      return null;
    }
    var answer = told.get(opening.endpoint());
    JsonNode said = answer == null ? null : of(answer.shards(), opening.shard());
    return new Owner(
        opening.node(),
        opening.endpoint(),
        opening.term(),
        opening.openedAt(),
        said == null ? null : said.path("state").asString(),
        said == null ? null : said.path("reason").asString(),
        said == null ? null : said.path("waiting").asInt(),
        answer == null || answer.trouble().isEmpty() ? null : answer.trouble());
  }

  private static List<Standby> standbys(
      int shard, Map<Integer, Opening> openings, Map<String, CommandInstances.Told> told) {
    var standbys = new ArrayList<Standby>();
    Opening own = openings.get(shard);
    told.forEach((endpoint, answer) -> {
      JsonNode said = of(answer.shards(), shard);
      if (said != null && (own == null || !endpoint.equals(own.endpoint()))) {
        String node =
            openings.values().stream()
                .filter(each -> each.endpoint().equals(endpoint))
                .map(Opening::node)
                .findFirst()
                .orElse("");
        String replay = said.path("replay").asString();
        standbys.add(
            new Standby(
                node,
                endpoint,
                said.path("state").asString(),
                replay.isEmpty() ? said.path("reason").asString() : replay));
      }
    });
    return standbys;
  }

  private static @Nullable JsonNode of(JsonNode shards, int shard) {
    for (JsonNode each : shards) {
      if (each.path("shard").asInt(-1) == shard) {
        return each;
      }
    }
    return null;
  }
}

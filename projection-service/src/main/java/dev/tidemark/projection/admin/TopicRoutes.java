package dev.tidemark.projection.admin;

import dev.tidemark.events.value.InvalidValueException;
import dev.tidemark.projection.admin.TopicFinding.Level;
import dev.tidemark.projection.log.ClusterLook;
import dev.tidemark.projection.log.TopicFacts;
import dev.tidemark.runtime.api.Description;
import dev.tidemark.runtime.api.Parameter;
import dev.tidemark.runtime.api.Shape;
import dev.tidemark.runtime.http.Answer;
import dev.tidemark.runtime.http.Request;
import dev.tidemark.runtime.http.Role;
import dev.tidemark.runtime.http.Route;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// `GET /v1/admin/topics`: whether the log is kept as it must be.
final class TopicRoutes {
  private static final String PRODUCTION = "production";

  private static final List<String> SHOWN =
      List.of(
          "cleanup.policy",
          "compression.type",
          "max.message.bytes",
          "min.insync.replicas",
          "retention.bytes",
          "retention.ms",
          "unclean.leader.election.enable");

  /// @param safe whether there is no finding of the level `unsafe`
  private record TopicsReport(
      boolean safe, int transactionVersion, List<Topic> topics, List<TopicFinding> findings) {}

  private record Topic(
      String name,
      int partitions,
      int replicas,
      int inSyncReplicas,
      Map<String, String> settings) {}

  private final ClusterLook cluster;
  private final Replies replies;

  TopicRoutes(ClusterLook cluster, Replies replies) {
    this.cluster = cluster;
    this.replies = replies;
  }

  List<Route> routes() {
    return List.of(
        Route.of(Route.Method.GET, "/v1/admin/topics", Role.AUDITOR, this::check)
            .described(
                Description.of("Whether the topics are set as the log needs them")
                    .with(
                        Parameter.query(
                            PRODUCTION,
                            new Shape.OneOf(List.of("true", "false")),
                            "Whether too few copies are unsafe, and not only worth an advice"))
                    .answers(200, "All topics, and what was found", Shape.of(TopicsReport.class))
                    .refuses(400, 503)));
  }

  private Answer check(Request request) {
    boolean isProduction = request.parameter(PRODUCTION, TopicRoutes::flag).orElse(false);
    List<TopicFacts> topics = cluster.topics(TopicFindings.NAMES);
    int transactionVersion = cluster.transactionVersion();
    var findings = TopicFindings.of(topics, transactionVersion, isProduction);
    return replies.json(
        new TopicsReport(
            findings.stream().noneMatch(finding -> finding.level() == Level.UNSAFE),
            transactionVersion,
            topics.stream().map(TopicRoutes::shown).toList(),
            findings));
  }

  private static Topic shown(TopicFacts topic) {
    SortedMap<String, String> settings = new TreeMap<>(topic.config());
    settings.keySet().retainAll(SHOWN);
    return new Topic(
        topic.name(), topic.partitions(), topic.replicas(), topic.inSyncReplicas(), settings);
  }

  private static boolean flag(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      case String other ->
          throw new InvalidValueException("Expected true or false, but was another text");
    };
  }
}

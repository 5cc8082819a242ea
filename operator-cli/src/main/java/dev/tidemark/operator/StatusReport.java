package dev.tidemark.operator;

import dev.tidemark.localstack.StackProcess;
import dev.tidemark.localstack.system.WholeSystem;
import dev.tidemark.operator.running.RunningSystem;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/// `status --json`. Scripts rely on these names.
///
/// @param state `ready` or `degraded`; of a system that does not run, only `state` is said, as
///   `starting` or `stopped`
/// @param commandUrl the first of `commandUrls`, which takes any command, as they all do
/// @param metricsUrls what each service tells Prometheus, by the names of `pids`
/// @param silent the names of those that are not ready
record StatusReport(
    String state,
    Set<String> silent,
    String commandUrl,
    List<String> commandUrls,
    String queryUrl,
    String projectionUrl,
    Map<String, String> metricsUrls,
    String kafka,
    String postgres,
    String postgresUser,
    String postgresPassword,
    String redis,
    Map<String, Long> pids) {

  static StatusReport of(WholeSystem system, RunningSystem running, Set<String> silent) {
    return new StatusReport(
        silent.isEmpty() ? "ready" : "degraded",
        silent,
        system.command().address(),
        system.commands().stream().map(StackProcess::address).toList(),
        system.query().address(),
        system.projection().address(),
        metricsUrls(system),
        system.kafka().bootstrapServers(),
        system.postgres().jdbcUrl(),
        system.postgres().user(),
        system.postgres().password(),
        system.redis().url(),
        running.pids());
  }

  private static Map<String, String> metricsUrls(WholeSystem system) {
    var urls = new TreeMap<String, String>();
    system.services().forEach(service -> urls.put(service.name(), service.metrics().toString()));
    return urls;
  }

  String toJson() {
    return JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(this);
  }
}

package dev.tidemark.operator.verb;

import dev.tidemark.localstack.ServiceProcess;
import java.net.URI;
import java.util.List;

/// Where the services of the system listen that runs on a data directory.
public record RunningUrls(List<URI> commands, URI projection, URI query) {
  public static RunningUrls of(DataOption data) {
    var system =
        data.run()
            .published()
            .orElseThrow(() ->
                new Failure(
                    ExitCode.NOT_RUNNING,
                    "Expected a running system, but there is none: start it with tidemark up,"
                        + " or name another with --url"))
            .seenFrom(data.directory());
    return new RunningUrls(
        system.commands().stream().map(ServiceProcess::url).toList(),
        system.projection().url(),
        system.query().url());
  }
}

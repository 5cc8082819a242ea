package dev.tidemark.operator;

import java.net.URI;

/// Where the services of the system listen that runs on a data directory.
record RunningUrls(URI command, URI query) {
  static RunningUrls of(DataOption data) {
    var system =
        data.run()
            .published()
            .orElseThrow(() ->
                new Failure(
                    Failure.NOT_RUNNING,
                    "Expected a running system, but there is none: start it with tidemark up,"
                        + " or name another with --url"))
            .seenFrom(data.directory());
    return new RunningUrls(system.command().url(), system.query().url());
  }
}

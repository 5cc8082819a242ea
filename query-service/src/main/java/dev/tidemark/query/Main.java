package dev.tidemark.query;

import dev.tidemark.query.cache.Guards;
import dev.tidemark.runtime.Program;
import java.time.Clock;
import java.util.Random;

/// The query service as a process.
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    program().run(arguments, System.getenv());
  }

  public static Program<?> program() {
    return new Program<>(
        "query-service",
        "answers from Redis and PostgreSQL",
        "QUERY_",
        QuerySettings::read,
        settings -> settings.http().stopWaits().plus(settings.admin().stopWaits()),
        (settings, lifecycle) ->
            new QueryService(settings, Clock.systemUTC(), new Random(), Guards.ALL)
                .start(lifecycle));
  }
}

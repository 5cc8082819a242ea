package dev.tidemark.chaos.edge;

import dev.tidemark.chaos.history.Command;
import dev.tidemark.chaos.history.Freshness;
import dev.tidemark.chaos.history.Resource;
import java.util.List;

/// What a call is for.
public sealed interface Purpose {
  /// One attempt of one command.
  record Single(long operation, int attempt, Command command) implements Purpose {}

  /// One attempt of several commands: the lines of a bulk request, in their order.
  record Bulk(List<Single> lines) implements Purpose {
    public Bulk {
      lines = List.copyOf(lines);
    }
  }

  record Read(int client, Freshness freshness, Resource resource, String id) implements Purpose {}

  /// Neither judged nor falsified, such as a question for health.
  record Other() implements Purpose {}
}

package dev.tidemark.chaos.load;

import java.net.URI;
import java.util.Map;
import java.util.Random;

/// Where clients knock: any instance serves as well as another.
///
/// @param commands by the names of the instances
public record Doors(Map<String, URI> commands, Map<String, URI> queries) {
  public Doors {
    commands = Map.copyOf(commands);
    queries = Map.copyOf(queries);
  }

  String anyForCommands(Random random) {
    return any(commands, random);
  }

  String anyForQueries(Random random) {
    return any(queries, random);
  }

  URI command(String instance, String path) {
    return url(commands, instance, path);
  }

  URI query(String instance, String path) {
    return url(queries, instance, path);
  }

  private static URI url(Map<String, URI> all, String instance, String path) {
    var base = all.get(instance);
    if (base == null) {
      throw new IllegalArgumentException("Expected one of " + all + ", but got " + instance);
    }
    return base.resolve(path);
  }

  private static String any(Map<String, URI> all, Random random) {
    var names = all.keySet().stream().sorted().toList();
    return names.get(random.nextInt(names.size()));
  }
}

package dev.tidemark.chaos.system;

import dev.tidemark.localstack.FaultProxy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// All links, by their names.
final class Network implements AutoCloseable {
  private final Map<String, Link> links = new LinkedHashMap<>();

  /// @param port that `to` listens on, or will
  Link link(String from, String to, int port) {
    var link = new Link(from, to, new FaultProxy(port));
    links.put(link.name(), link);
    return link;
  }

  Link get(String from, String to) {
    return get(from + "→" + to);
  }

  Link get(String name) {
    var link = links.get(name);
    if (link == null) {
      throw new IllegalArgumentException(
          "Expected one of %s, but got %s".formatted(links.keySet(), name));
    }
    return link;
  }

  List<Link> all() {
    return List.copyOf(links.values());
  }

  @Override
  public void close() {
    links.values().forEach(link -> link.proxy().close());
  }
}

package dev.tidemark.command.routing;

import java.util.Map;

/// A request as it is sent on.
///
/// @param target path and query, as the client sent them
/// @param headers all that go along, but for those of the forwarding itself
/// @param body not copied
public record Outgoing(String method, String target, Map<String, String> headers, byte[] body) {
  public Outgoing {
    headers = Map.copyOf(headers);
  }
}

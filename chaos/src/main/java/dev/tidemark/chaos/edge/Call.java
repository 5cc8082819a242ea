package dev.tidemark.chaos.edge;

import java.net.URI;
import java.time.Duration;
import java.util.Map;

/// A request that is about to leave.
///
/// @param headers by their names in lower case
/// @param body empty if there is none
/// @param patience how long the client waits for the whole answer
public record Call(
    Purpose purpose,
    String method,
    URI uri,
    Map<String, String> headers,
    String body,
    Duration patience) {
  public Call {
    headers = Map.copyOf(headers);
  }

  /// The value of a header; empty if there is none.
  ///
  /// @param name in lower case
  public String header(String name) {
    return headers.getOrDefault(name, "");
  }
}

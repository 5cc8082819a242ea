package dev.tidemark.chaos.edge;

import java.util.Map;

/// A whole answer.
///
/// @param headers by their names in lower case
public record Answer(int status, Map<String, String> headers, String body) {
  public Answer {
    headers = Map.copyOf(headers);
  }

  /// The value of a header; empty if there is none.
  ///
  /// @param name in lower case
  public String header(String name) {
    return headers.getOrDefault(name, "");
  }
}

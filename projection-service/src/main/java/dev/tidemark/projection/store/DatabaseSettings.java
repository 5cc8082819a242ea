package dev.tidemark.projection.store;

import java.time.Duration;

/// @param schema of the generation of views that is written
/// @param connectTimeout until a connection is there, or a place in the pool
/// @param answerTimeout until a statement is answered
public record DatabaseSettings(
    String url,
    String user,
    String password,
    String schema,
    int connectionsMax,
    Duration connectTimeout,
    Duration answerTimeout) {
  /// Without the password.
  @Override
  public String toString() {
    return url + " as " + user + ", schema " + schema;
  }
}

package dev.tidemark.projection.store;

import java.time.Duration;

/// @param schema that unqualified names mean
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
  private static final int CONTROL_MAX = 4;
  private static final int PATIENT_MAX = 2;
  private static final Duration PATIENCE = Duration.ofMinutes(30);

  /// For the tables that say which generations there are.
  public DatabaseSettings control() {
    return new DatabaseSettings(
        url, user, password, ControlSchema.NAME, CONTROL_MAX, connectTimeout, answerTimeout);
  }

  /// For what reads whole tables.
  public DatabaseSettings patient() {
    return new DatabaseSettings(
        url, user, password, ControlSchema.NAME, PATIENT_MAX, connectTimeout, PATIENCE);
  }

  /// Until the server gives a statement up: before nobody waits for its answer any more.
  Duration statementTimeout() {
    Duration half = answerTimeout.dividedBy(2);
    Duration aSecondLess = answerTimeout.minusSeconds(1);
    return half.compareTo(aSecondLess) > 0 ? half : aSecondLess;
  }

  /// The same, in another schema.
  public DatabaseSettings in(String otherSchema) {
    return new DatabaseSettings(
        url, user, password, otherSchema, connectionsMax, connectTimeout, answerTimeout);
  }

  /// Without the password.
  @Override
  public String toString() {
    return url + " as " + user + ", schema " + schema;
  }
}

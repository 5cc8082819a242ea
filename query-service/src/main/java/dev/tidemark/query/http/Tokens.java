package dev.tidemark.query.http;

import dev.tidemark.events.consistency.ConsistencyToken;
import dev.tidemark.events.value.InvalidValueException;
import dev.tidemark.runtime.http.Request;

/// The consistency token that a request carries.
public final class Tokens {
  public static final String HEADER = "Consistency-Token";

  private final int shards;

  public Tokens(int shards) {
    this.shards = shards;
  }

  /// Empty if it carries none. 400 if it cannot be read, or is from a system with more shards.
  public ConsistencyToken of(Request request) {
    return request.header(HEADER, this::parse).orElse(ConsistencyToken.EMPTY);
  }

  /// @throws InvalidValueException if it cannot be read, or is from a system with more shards
  public ConsistencyToken parse(String text) {
    ConsistencyToken token = ConsistencyToken.decode(text);
    if (token.partitionMax() >= shards) {
      throw new InvalidValueException(
          "Expected a consistency token of this system, but it names a partition of another");
    }
    return token;
  }
}

package dev.tidemark.query.http;

import dev.tidemark.events.consistency.ConsistencyToken;
import dev.tidemark.events.value.InvalidValueException;
import dev.tidemark.runtime.http.Request;
import java.util.function.Supplier;

/// How much of the log a request wants its answer to reflect: the headers `Consistency-Token` and
/// `Consistency`.
///
/// A strong read is a read with a token like any other: that of a reader who has seen all of the
/// log. So there is one way to check what may be answered, whatever was asked for.
public final class Tokens {
  public static final String HEADER = "Consistency-Token";
  private static final String LEVEL_HEADER = "Consistency";

  private enum Level {
    EVENTUAL,
    STRONG
  }

  private final int shards;
  private final Supplier<ConsistencyToken> endOfLog;

  /// @param endOfLog what a reader has seen who has seen all that was acknowledged by now
  public Tokens(int shards, Supplier<ConsistencyToken> endOfLog) {
    this.shards = shards;
    this.endOfLog = endOfLog;
  }

  /// What the answer must reflect: what the client has seen, and for a strong read all that was
  /// acknowledged before this call. Empty if any answer will do. Ask once for each request.
  public ConsistencyToken of(Request request) {
    ConsistencyToken brought = brought(request);
    return switch (request.header(LEVEL_HEADER, Tokens::level).orElse(Level.EVENTUAL)) {
      case EVENTUAL -> brought;
      case STRONG -> brought.merge(endOfLog.get());
    };
  }

  /// What the client has seen; empty if it does not say. 400 if its token cannot be read, or is
  /// from a system with more shards.
  ConsistencyToken brought(Request request) {
    return request.header(HEADER, this::parse).orElse(ConsistencyToken.EMPTY);
  }

  private static Level level(String text) {
    return switch (text) {
      case "eventual" -> Level.EVENTUAL;
      case "strong" -> Level.STRONG;
      case String _ ->
          throw new InvalidValueException("Expected strong or eventual, but was another text");
    };
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

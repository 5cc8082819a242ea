package dev.tidemark.chaos.history;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/// What a client was told by one attempt of a command.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Outcome.Acknowledged.class, name = "acknowledged"),
  @JsonSubTypes.Type(value = Outcome.Refused.class, name = "refused"),
  @JsonSubTypes.Type(value = Outcome.Unknown.class, name = "unknown")
})
public sealed interface Outcome {
  /// A status of 200 to 299.
  ///
  /// @param body as it was answered, or as it stood in the line of a bulk answer
  /// @param version the `ETag`, or the line's `version`
  /// @param token the `Consistency-Token`, or the line's `token`
  /// @param replayed the answer said that it had been given before
  record Acknowledged(int status, String body, long version, String token, boolean replayed)
      implements Outcome {}

  /// A status of 400 to 499: nothing was done by this attempt.
  ///
  /// @param code of the problem
  record Refused(int status, String code, String detail) implements Outcome {}

  /// No answer, half of one, or one of 500 and above: what this attempt did is not known.
  record Unknown(String why) implements Outcome {}
}

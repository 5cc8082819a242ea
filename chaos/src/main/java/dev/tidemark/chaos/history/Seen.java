package dev.tidemark.chaos.history;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/// What a read was answered.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Seen.State.class, name = "state"),
  @JsonSubTypes.Type(value = Seen.Absent.class, name = "absent"),
  @JsonSubTypes.Type(value = Seen.Nothing.class, name = "nothing")
})
public sealed interface Seen {
  /// @param version the `ETag`
  /// @param body as it was answered
  /// @param token the answer's `Consistency-Token`
  /// @param source the answer's `Tidemark-Source`
  record State(long version, String body, String token, String source) implements Seen {}

  /// 404: there is no such thing.
  record Absent(String token, String source) implements Seen {}

  /// No answer, or a 503: the read says nothing of the state.
  record Nothing(String why) implements Seen {}
}

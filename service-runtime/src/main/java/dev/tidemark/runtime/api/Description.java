package dev.tidemark.runtime.api;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/// What a route says of itself, beside its method, path and role. Immutable.
///
/// @param summary one sentence, without a full stop
/// @param parameters of the path, the query and the headers
/// @param body that it takes; empty if it takes none, or none in JSON
/// @param answers that it gives, by status
/// @param answerHeaders what stands in the headers of these answers, by name
/// @param problems statuses of the problems with which it may answer instead
public record Description(
    String summary,
    List<Parameter> parameters,
    Optional<Shape> body,
    Map<Integer, Answered> answers,
    Map<String, String> answerHeaders,
    SortedSet<Integer> problems) {
  /// One kind of answer.
  ///
  /// @param mediaType empty if there is no body
  /// @param shape of a body in JSON
  public record Answered(String summary, String mediaType, Optional<Shape> shape) {}

  public static final Description NONE =
      new Description("", List.of(), Optional.empty(), Map.of(), Map.of(), new TreeSet<>());

  public static Description of(String summary) {
    return new Description(
        summary, List.of(), Optional.empty(), Map.of(), Map.of(), new TreeSet<>());
  }

  public Description with(Parameter... more) {
    return with(List.of(more));
  }

  public Description with(List<Parameter> more) {
    List<Parameter> all = Stream.concat(parameters.stream(), more.stream()).toList();
    return new Description(summary, all, body, answers, answerHeaders, problems);
  }

  public Description takes(Shape newBody) {
    return new Description(
        summary, parameters, Optional.of(newBody), answers, answerHeaders, problems);
  }

  /// With one more kind of answer in JSON.
  public Description answers(int status, String what, Shape shape) {
    return answers(status, new Answered(what, "application/json", Optional.of(shape)));
  }

  public Description answers(int status, Answered answered) {
    var more = new LinkedHashMap<>(answers);
    more.put(status, answered);
    return new Description(summary, parameters, body, more, answerHeaders, problems);
  }

  /// With one more header of its answers.
  public Description says(String header, String meaning) {
    var more = new LinkedHashMap<>(answerHeaders);
    more.put(header, meaning);
    return new Description(summary, parameters, body, answers, more, problems);
  }

  public Description refuses(Integer... statuses) {
    var more = new TreeSet<>(problems);
    more.addAll(List.of(statuses));
    return new Description(summary, parameters, body, answers, answerHeaders, more);
  }
}

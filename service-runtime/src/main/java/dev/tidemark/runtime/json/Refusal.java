package dev.tidemark.runtime.json;

import dev.tidemark.runtime.problem.Problem;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/// Turns what Jackson says into what a client should read: no class names, no echo of the input.
final class Refusal {
  private Refusal() {}

  static Problem of(JacksonException e, String at) {
    String field = joined(at, path(e.getPath()));
    if (e instanceof UnrecognizedPropertyException) {
      return Problem.invalidField(field, "Expected no such field");
    }
    String ruleOfValue = valueRule(e);
    if (ruleOfValue != null) {
      return wrong(field, ruleOfValue);
    }
    if (e instanceof MismatchedInputException mismatch) {
      String rule = "Expected " + expected(mismatch) + ", but was something else";
      return wrong(field, rule);
    }
    if (e instanceof InputCoercionException) {
      return wrong(field, "Expected a whole number in range, but was another");
    }
    Optional<String> duplicate = duplicate(e);
    if (duplicate.isPresent()) {
      String name = joined(field, printable(duplicate.get()));
      return wrong(name, "Expected it once, but it is there twice");
    }
    if (e instanceof StreamConstraintsException) {
      return Problem.invalidRequest(
          "Expected JSON of moderate depth, names and numbers, but it exceeds a limit");
    }
    if (e instanceof DatabindException && !field.isEmpty()) {
      return Problem.invalidField(field, "Expected a value that fits, but it does not");
    }
    return Problem.invalidRequest("Expected well-formed JSON, but it is broken" + where(e));
  }

  private static Problem wrong(String field, String rule) {
    return field.isEmpty() ? Problem.invalidRequest(rule) : Problem.invalidField(field, rule);
  }

  static String joined(String at, String field) {
    if (at.isEmpty() || field.isEmpty()) {
      return at + field;
    }
    return field.startsWith("[") ? at + field : at + "." + field;
  }

  /// A value or record that refused in its constructor says why in words meant for the client.
  private static @Nullable String valueRule(JacksonException e) {
    Throwable cause = e.getCause();
    return cause instanceof IllegalArgumentException refused ? refused.getMessage() : null;
  }

  /// The name of a field that is there twice. Jackson has no class for this, only a message.
  private static Optional<String> duplicate(JacksonException e) {
    boolean twice = e.getOriginalMessage().startsWith("Duplicate Object property");
    return twice && e.processor() instanceof JsonParser json
        ? Optional.ofNullable(json.streamReadContext().currentName())
        : Optional.empty();
  }

  private static String expected(MismatchedInputException e) {
    Class<?> type = e.getTargetType();
    if (type == null) {
      return "another type of value";
    }
    if (e instanceof InvalidFormatException && type.isEnum()) {
      return "one of the known names";
    }
    if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
      return "a whole number in range";
    }
    if (type == boolean.class || type == Boolean.class) {
      return "true or false";
    }
    if (List.class.isAssignableFrom(type)) {
      return "an array";
    }
    return type.isRecord() && e.getPath().isEmpty() ? "a JSON object" : "another type of value";
  }

  private static String path(List<JacksonException.Reference> references) {
    var path = new StringBuilder();
    for (JacksonException.Reference reference : references) {
      String name = reference.getPropertyName();
      if (name == null) {
        path.append('[').append(reference.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(printable(name));
      }
    }
    return path.toString();
  }

  /// Names come from the client: they are shown, but cannot forge lines or fill the answer.
  private static String printable(String name) {
    String clean = name.replaceAll("[^\\x20-\\x7e]", "?");
    return clean.length() <= 60 ? clean : clean.substring(0, 60) + "…";
  }

  private static String where(JacksonException e) {
    TokenStreamLocation location = e.getLocation();
    return location == null || location.getLineNr() < 1
        ? ""
        : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
  }
}

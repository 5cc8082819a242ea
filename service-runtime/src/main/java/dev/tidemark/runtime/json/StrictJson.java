package dev.tidemark.runtime.json;

import dev.tidemark.runtime.problem.Problem;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Reads JSON from clients into records, refusing whatever is not exactly as expected: unknown and
/// duplicate fields, other types than declared (a number is no string, `1.0` no whole number), what
/// stands behind the value, bytes that are not UTF-8, too deep nesting. Every refusal is a 400 that
/// names the field by its path, such as `lines[0].quantity`.
///
/// Contract with the records and values read: they refuse bad input in their constructors with an
/// [IllegalArgumentException] whose message is the rule for the client. Thread-safe.
public final class StrictJson {
  private final JsonMapper mapper;
  private final Function<Record, Optional<String>> firstMissing;

  /// @param values how the service's value types are read and written
  /// @param firstMissing finds the path of a required field that is absent
  public StrictJson(JacksonModule values, Function<Record, Optional<String>> firstMissing) {
    this.mapper = StrictMapper.of(values);
    this.firstMissing = firstMissing;
  }

  /// The whole of `json` as one object.
  ///
  /// @throws dev.tidemark.runtime.problem.ProblemException 400 if it does not fit
  public <T extends Record> T read(byte[] json, Class<T> type) {
    return checked(bind(text(json), type), "");
  }

  /// An object inside another one.
  ///
  /// @param at the path of `json`, put before the names of its fields; empty for the outermost
  public <T extends Record> T read(ObjectNode json, Class<T> type, String at) {
    try {
      return checked(required(mapper.treeToValue(json, type)), at);
    } catch (JacksonException e) {
      throw Refusal.of(e, at).exception();
    }
  }

  /// For requests in which it matters which fields are there, such as a partial change.
  public ObjectNode object(byte[] json) {
    try {
      if (mapper.readTree(text(json)) instanceof ObjectNode object) {
        return object;
      }
      throw Problem.invalidRequest("Expected a JSON object, but was something else").exception();
    } catch (JacksonException e) {
      throw Refusal.of(e, "").exception();
    }
  }

  /// Writes answers: values as in requests, absent fields left out.
  public byte[] write(Object value) {
    return mapper.writeValueAsBytes(value);
  }

  public JsonNode tree(Object value) {
    return mapper.valueToTree(value);
  }

  private <T> T bind(String json, Class<T> type) {
    try {
      return required(mapper.readValue(json, type));
    } catch (JacksonException e) {
      throw Refusal.of(e, "").exception();
    }
  }

  /// The literal `null` binds to null.
  @SuppressWarnings({"DataFlowIssue", "ConstantValue"})
  private static <T> T required(T value) {
    if (value == null) {
      throw Problem.invalidRequest("Expected a JSON object, but was null").exception();
    }
    return value;
  }

  private <T extends Record> T checked(T value, String at) {
    Optional<String> missing = firstMissing.apply(value);
    if (missing.isPresent()) {
      throw Problem.invalidField(
              Refusal.joined(at, missing.get()), "Expected a value, but it is absent")
          .exception();
    }
    return value;
  }

  private static String text(byte[] json) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(json)).toString();
    } catch (CharacterCodingException e) {
      throw Problem.invalidRequest("Expected JSON in UTF-8, but some bytes are not").exception();
    }
  }
}

package dev.tidemark.runtime.openapi;

import dev.tidemark.runtime.api.Shape;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// JSON schemas of shapes. Whatever has a name is written once and referred to.
final class Schemas {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final Map<Class<?>, String> PLAIN =
      Map.of(
          String.class, "string",
          boolean.class, "boolean",
          int.class, "integer",
          long.class, "integer",
          Integer.class, "integer",
          Long.class, "integer",
          JsonNode.class, "object");

  private final Map<Class<?>, ObjectNode> values;
  private final Map<String, ObjectNode> named = new TreeMap<>();
  private final Map<String, Object> namedBy = new TreeMap<>();

  /// @param values the schemas of types that are not records, enumerations or plain
  Schemas(Map<Class<?>, ObjectNode> values) {
    this.values = values;
  }

  /// All that were referred to.
  Map<String, ObjectNode> named() {
    return named;
  }

  ObjectNode of(Shape shape) {
    return switch (shape) {
      case Shape.Of(var type, var name, var without) ->
          without.isEmpty() ? ofType(type) : ofRecord(name, type, without);
      case Shape.Fields fields -> ofFields(fields);
      case Shape.Many(var item) -> array(of(item));
      case Shape.Whole(var min, var max) ->
          object().put("type", "integer").put("minimum", min).put("maximum", max);
      case Shape.OneOf(var texts) -> choice(texts);
    };
  }

  private ObjectNode ofType(Type type) {
    return switch (type) {
      case ParameterizedType list when list.getRawType() == List.class ->
          array(ofType(list.getActualTypeArguments()[0]));
      case ParameterizedType map when map.getRawType() == Map.class -> {
        ObjectNode node = object().put("type", "object");
        node.set("additionalProperties", ofType(map.getActualTypeArguments()[1]));
        yield node;
      }
      case Class<?> instant when instant == Instant.class ->
          object().put("type", "string").put("format", "date-time");
      case Class<?> plain when PLAIN.containsKey(plain) -> object().put("type", PLAIN.get(plain));
      case Class<?> value when values.containsKey(value) ->
          reference(value.getSimpleName(), value, values.get(value));
      case Class<?> choice when choice.isEnum() ->
          reference(
              choice.getSimpleName(),
              choice,
              choice(Arrays.stream(choice.getEnumConstants()).map(Schemas::written).toList()));
      case Class<?> record when record.isRecord() ->
          ofRecord(record.getSimpleName(), record, Set.of());
      case Type other ->
          throw new IllegalArgumentException("Expected a type with a schema, but was " + other);
    };
  }

  private ObjectNode ofRecord(String name, Class<?> type, Set<String> without) {
    ObjectNode node = object().put("type", "object");
    ObjectNode properties = node.putObject("properties");
    ArrayNode required = MAPPER.createArrayNode();
    for (RecordComponent component : type.getRecordComponents()) {
      if (without.contains(component.getName())) {
        continue;
      }
      properties.set(component.getName(), ofType(component.getGenericType()));
      if (!component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
        required.add(component.getName());
      }
    }
    return reference(name, type, closed(node, required));
  }

  private ObjectNode ofFields(Shape.Fields fields) {
    ObjectNode node = object().put("type", "object");
    ObjectNode properties = node.putObject("properties");
    ArrayNode required = MAPPER.createArrayNode();
    fields
        .required()
        .forEach((name, shape) -> {
          properties.set(name, of(shape));
          required.add(name);
        });
    fields.optional().forEach((name, shape) -> properties.set(name, of(shape)));
    return reference(fields.name(), fields, closed(node, required));
  }

  private static ObjectNode closed(ObjectNode node, ArrayNode required) {
    if (!required.isEmpty()) {
      node.set("required", required);
    }
    return node;
  }

  private ObjectNode reference(String name, Object whose, ObjectNode schema) {
    Object other = namedBy.putIfAbsent(name, whose);
    if (other != null && !other.equals(whose)) {
      throw new IllegalStateException(
          "Expected one schema called " + name + ", but there are " + other + " and " + whose);
    }
    named.put(name, schema);
    return object().put("$ref", "#/components/schemas/" + name);
  }

  private static ObjectNode array(ObjectNode items) {
    ObjectNode node = object().put("type", "array");
    node.set("items", items);
    return node;
  }

  private static ObjectNode choice(List<String> texts) {
    ObjectNode node = object().put("type", "string");
    ArrayNode all = node.putArray("enum");
    texts.forEach(all::add);
    return node;
  }

  private static String written(Object constant) {
    return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT);
  }

  private static ObjectNode object() {
    return MAPPER.createObjectNode();
  }
}

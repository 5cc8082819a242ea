package dev.tidemark.command.strangers;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// The description of the log in `docs/asyncapi.yaml`, and what of a record it does not allow.
///
/// Readers ignore fields and headers that they do not know, so the description leaves room for
/// them. Here there is none: whatever is written must be described.
final class AsyncApi {
  private static final String IRI = "https://tidemark.dev/asyncapi.yaml";
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final JsonNode document;
  private final SchemaRegistry registry;
  private final Map<String, Schema> schemas = new HashMap<>();

  private AsyncApi(JsonNode document) {
    this.document = document;
    this.registry =
        SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder ->
                builder
                    .schemas(Map.of(IRI, JSON.writeValueAsString(document)))
                    .schemaRegistryConfig(
                        SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()));
  }

  static AsyncApi read() {
    JsonNode document = new YAMLMapper().readTree(home().resolve("docs/asyncapi.yaml").toFile());
    close(document);
    return new AsyncApi(document);
  }

  /// The folder of the whole project.
  static Path home() {
    var home = System.getProperty("tidemark.home");
    // An editor starts tests in the folder of the module.
    return Path.of(home != null ? home : "..");
  }

  /// Takes away the room for what is not described.
  private static void close(JsonNode document) {
    for (JsonNode schema : document.at("/components/schemas")) {
      boolean isPart = schema.at("/properties/ce_id").isObject();
      if (schema.has("properties") && !isPart) {
        ((ObjectNode) schema).put("additionalProperties", false);
      }
    }
    for (JsonNode message : document.at("/components/messages")) {
      if (message.has("headers")) {
        ((ObjectNode) message.get("headers")).put("unevaluatedProperties", false);
      }
    }
  }

  /// The names of the topics.
  Set<String> topics() {
    return document
        .get("channels")
        .valueStream()
        .map(channel -> channel.get("address").stringValue())
        .collect(Collectors.toUnmodifiableSet());
  }

  /// The messages of a topic; an event's is called as its type.
  Set<String> messages(String topic) {
    return new TreeSet<>(channel(topic).get("messages").propertyNames());
  }

  /// @param message as its topic calls it
  /// @return everything that is not as described; empty if all is well
  List<String> undescribed(String message, LogLine line) {
    if (!messages(line.topic()).contains(message)) {
      return List.of("ce_type: no message %s is described for %s".formatted(message, line.topic()));
    }
    String pointer = channel(line.topic()).at("/messages/" + message + "/$ref").stringValue();
    JsonNode described = document.at(pointer.substring(1));
    JsonNode headers = JSON.valueToTree(line.headers());
    var headerErrors =
        described.has("headers")
            ? errors("header", pointer + "/headers", headers)
            : line.headers().keySet().stream().map(name -> "header " + name + " is not described");
    return Stream.of(
            headerErrors,
            errors("key", pointer + "/bindings/kafka/key", JSON.valueToTree(line.key())),
            valueErrors(pointer + "/payload", line.value()))
        .flatMap(errors -> errors)
        .toList();
  }

  private Stream<String> valueErrors(String pointer, String value) {
    try {
      return errors("value", pointer, JSON.readTree(value));
    } catch (JacksonException e) {
      return Stream.of("value is not JSON: " + e.getOriginalMessage());
    }
  }

  private Stream<String> errors(String what, String pointer, JsonNode instance) {
    Schema schema =
        schemas.computeIfAbsent(pointer, p -> registry.getSchema(SchemaLocation.of(IRI + p)));
    return schema.validate(instance).stream().map(error -> what + " " + text(error));
  }

  private static String text(Error error) {
    return error.getInstanceLocation() + ": " + error.getMessage();
  }

  private JsonNode channel(String topic) {
    Optional<JsonNode> channel =
        document
            .get("channels")
            .valueStream()
            .filter(one -> one.get("address").stringValue().equals(topic))
            .findFirst();
    return channel.orElseThrow(() -> new IllegalArgumentException(topic + " is not described"));
  }
}

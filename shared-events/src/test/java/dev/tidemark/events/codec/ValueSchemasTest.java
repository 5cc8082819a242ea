package dev.tidemark.events.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class ValueSchemasTest {
  private final Map<Class<?>, ObjectNode> schemas = ValueSchemas.all();
  private final JsonMapper json = EventJson.mapper();

  @Test
  void everyExampleIsAValueOfItsTypeAndFitsItsPattern() {
    schemas.forEach((type, schema) -> {
      String example = schema.get("examples").get(0).asString();
      Object value = json.readValue(json.writeValueAsString(example), type);
      assertThat(json.valueToTree(value).asString()).isEqualTo(example);
      assertThat(example).matches(schema.path("pattern").asString(".*"));
    });
  }
}

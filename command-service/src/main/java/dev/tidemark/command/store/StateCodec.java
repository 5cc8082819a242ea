package dev.tidemark.command.store;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.tidemark.command.handling.Result;
import dev.tidemark.events.codec.EventJson;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// State to compact JSON and back.
final class StateCodec {
  @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "is")
  private interface Named {}

  private static final JsonMapper MAPPER =
      EventJson.mapper().rebuild().addMixIn(Result.class, Named.class).build();

  private StateCodec() {}

  static byte[] encode(Record state) {
    return MAPPER.writeValueAsBytes(state);
  }

  static <T extends Record> T decode(byte[] json, Class<T> type) {
    try {
      return MAPPER.readValue(json, type);
    } catch (JacksonException e) {
      throw new StoreDamagedException("Expected a " + type.getSimpleName() + " as it was kept", e);
    }
  }
}

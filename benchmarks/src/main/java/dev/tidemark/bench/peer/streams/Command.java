package dev.tidemark.bench.peer.streams;

import dev.tidemark.bench.peer.Order;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// What stands in the topic of commands.
///
/// @param request whose answer it is that is waited for
/// @param order to be placed; absent if the customer is to be registered
record Command(String request, @Nullable Order order) {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  static Command read(byte[] json) {
    return MAPPER.readValue(json, Command.class);
  }

  byte[] write() {
    return MAPPER.writeValueAsBytes(this);
  }
}

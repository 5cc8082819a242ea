package dev.tidemark.projection.view.order;

import dev.tidemark.events.value.OrderLine;
import dev.tidemark.views.OrderView;
import dev.tidemark.views.ViewJson;
import java.util.List;
import java.util.Objects;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// The lines of an order as they are stored: the same JSON as in its view.
final class LinesJson {
  private static final TypeReference<List<OrderLine>> LINES = new TypeReference<>() {};

  private final JsonMapper mapper = ViewJson.mapper();

  String write(OrderView placed) {
    return mapper.writeValueAsString(
        Objects.requireNonNull(placed.lines(), "Expected a new order to have its lines"));
  }

  List<OrderLine> read(String json) {
    return mapper.readValue(json, LINES);
  }
}

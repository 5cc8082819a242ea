package dev.tidemark.projection.view;

import java.util.List;
import java.util.stream.Stream;

/// The rows that a batch leaves behind, each once, in its last state.
public record Changed<V extends Record>(List<Row<V>> created, List<Row<V>> updated) {
  public static <V extends Record> Changed<V> none() {
    return new Changed<>(List.of(), List.of());
  }

  public boolean isEmpty() {
    return created.isEmpty() && updated.isEmpty();
  }

  public Stream<Row<V>> all() {
    return Stream.concat(created.stream(), updated.stream());
  }
}

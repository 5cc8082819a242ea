package dev.tidemark.chaos;

import dev.tidemark.chaos.edge.Edge;
import dev.tidemark.chaos.observed.Addresses;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// What is made to look wrong on purpose, so that it is seen whether it is noticed.
///
/// @param edge stands between the clients and the system
/// @param afterQuiet may change what the stores hold before it is judged
record Meddling(UnaryOperator<Edge> edge, Consumer<Addresses> afterQuiet) {
  static final Meddling NONE = new Meddling(UnaryOperator.identity(), _ -> {});
}

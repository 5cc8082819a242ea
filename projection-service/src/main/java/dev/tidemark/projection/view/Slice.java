package dev.tidemark.projection.view;

import java.util.List;

/// Some rows in the order of their last events.
///
/// @param last whether no row stood behind these when they were read
public record Slice<V extends Record>(List<Row<V>> rows, boolean last) {}

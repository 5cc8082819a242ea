package dev.tidemark.operator.load;

/// A step on its way.
///
/// @param json a line of NDJSON without its end
record BulkLine(CustomerSteps customer, Step step, String key, String json) {}

package dev.tidemark.bench.harness;

/// Two ways of which the first is to be seen as a part, or a multiple, of the second.
///
/// @param unit of the figure that is compared
/// @param aim what the ratio should be, such as `≥ 0.6`; empty if nothing is aimed at
public record Pair(String unit, String way, String reference, String aim) {}

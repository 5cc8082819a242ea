package dev.tidemark.projection.store;

/// Somebody's decision to leave an event out of the views.
///
/// @param by who decided
/// @param reason why
public record Discarding(String by, String reason) {}

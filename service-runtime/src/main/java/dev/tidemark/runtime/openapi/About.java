package dev.tidemark.runtime.openapi;

/// What a description says of the service as a whole.
public record About(String title, String summary) {}

package dev.tidemark.operator.progress;

/// How far something is.
///
/// @param done of `total`
/// @param total 0 while it is not known
/// @param unit what is counted, such as `commands`
/// @param trouble why nothing goes on at the moment, else empty
public record Progress(long done, long total, String unit, String trouble) {}

package dev.tidemark.operator.load;

/// How far a load is.
///
/// @param decided commands that were applied or refused
/// @param total all commands of the file
/// @param trouble why nothing goes on at the moment, else empty
public record LoadProgress(int decided, int total, String trouble) {}

package dev.tidemark.command.handling;

import dev.tidemark.events.consistency.Position;

/// What became of an accepted command, kept for ever under its key, so that whoever asks again is
/// answered as the first time.
///
/// @param hash the command's fingerprint
/// @param version the aggregate's, after the command
/// @param position where its event stands
public record Outcome(String hash, long version, Position position, Result result) {}

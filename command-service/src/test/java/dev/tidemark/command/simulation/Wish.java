package dev.tidemark.command.simulation;

import dev.tidemark.command.handling.Command;
import dev.tidemark.command.handling.Precondition;
import dev.tidemark.events.value.CommandId;
import dev.tidemark.events.value.Username;
import java.util.function.Supplier;

/// What a client wants, however often it asks for it.
///
/// @param hash the fingerprint: the same for every attempt, though each mints ids of its own
/// @param attempt makes the command of one attempt
record Wish(
    CommandId key,
    Username customer,
    String hash,
    Supplier<Command> attempt,
    Precondition precondition) {}

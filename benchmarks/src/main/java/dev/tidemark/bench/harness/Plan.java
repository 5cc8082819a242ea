package dev.tidemark.bench.harness;

import java.time.Duration;

/// How much is measured.
///
/// @param rounds in which every way has one turn
/// @param warmUpRounds before them, which do not count: code that is compiled while it is measured
///   says how fast the compiler is
/// @param each how long a turn is
/// @param clients who ask at the same time, each waiting for its answer
/// @param seed of the order in which ways take their turns
/// @param longest no further round begins after that, but there is always one
/// @param synced whether every server forces what it acknowledges to the disk. If not, none does:
///   what was acknowledged survives the death of a process, but not the loss of power
/// @param largest log or number of aggregates, for scenarios that grow
public record Plan(
    int rounds,
    int warmUpRounds,
    Duration each,
    int clients,
    long seed,
    Duration longest,
    boolean synced,
    long largest) {}

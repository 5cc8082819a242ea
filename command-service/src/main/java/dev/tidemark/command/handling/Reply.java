package dev.tidemark.command.handling;

import dev.tidemark.events.consistency.Position;

/// What is told to whoever sent a command.
public sealed interface Reply {
  /// @param repeated the command had been accepted before, and nothing was done now
  record Done(Outcome outcome, boolean repeated) implements Reply {}

  /// What was wanted is already so.
  ///
  /// @param position a read from here on shows it
  record Unchanged(Result result, long version, Position position) implements Reply {}

  /// @param code names the rule
  /// @param expectation `Expected …, but …`
  record Refused(String code, String expectation) implements Reply {}

  record Unknown(String expectation) implements Reply {}

  record PreconditionFailed(String expectation) implements Reply {}

  /// The key belongs to another command of the same customer.
  record KeyReused(String expectation) implements Reply {}

  /// Nothing was decided here, or what was decided is not known here: the shard is somebody else's
  /// to ask, with the same key.
  record NotHere(String expectation) implements Reply {}

  /// It is not known whether the command is done, or will be. Asking again with the same key tells.
  record NotDecided(Why why, String expectation) implements Reply {}

  /// Why a command was not decided.
  enum Why {
    /// More wait than can be decided in time.
    OVERLOADED,
    /// The deadline has passed.
    TIMED_OUT,
    /// Nobody was found in time who owns the shard, or who owns it did not answer.
    NO_OWNER,
    /// An earlier command of the same customer was not.
    AFTER_UNDECIDED,
    /// The shard is being filled from an archive.
    IMPORTING,
    /// The service stops.
    STOPPING
  }

  /// A mistake of ours. Nothing was done, and asking again is no help.
  record Failed(String expectation) implements Reply {}
}

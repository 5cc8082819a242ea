package dev.tidemark.command.shard;

import dev.tidemark.events.archive.ShardImport;
import java.util.Optional;

/// What an importer is told.
public sealed interface ImportReply {
  /// How far the shard is.
  ///
  /// @param isEmpty whether it holds no event, of whatever origin
  /// @param state empty if nobody ever began to import
  record Standing(boolean isEmpty, Optional<ShardImport> state) implements ImportReply {}

  /// @param code names the rule
  /// @param expectation `Expected …, but …`
  record Refused(String code, String expectation) implements ImportReply {}

  /// The shard is somebody else's to ask.
  record NotHere(String expectation) implements ImportReply {}

  /// It is not known whether the step is done. Asking again tells.
  record NotDecided(String expectation) implements ImportReply {}
}

package dev.tidemark.command.handling;

import dev.tidemark.events.Envelope;
import dev.tidemark.events.EventTopic;
import dev.tidemark.events.value.Username;

/// What is to be done about a command. It may rest on events that are not committed yet, so nobody
/// may hear of it before they are.
public sealed interface Verdict {
  record Append(Envelope envelope) implements Verdict {}

  /// The customer's command of this key was accepted before, with this outcome.
  record Repeat(Username customer, Outcome first) implements Verdict {}

  /// @param topic where the aggregate's events stand
  record Unchanged(Result result, long version, EventTopic topic) implements Verdict {}

  record Tell(Reply reply) implements Verdict {}
}

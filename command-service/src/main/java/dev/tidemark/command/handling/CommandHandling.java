package dev.tidemark.command.handling;

import dev.tidemark.command.aggregates.Decision;
import dev.tidemark.events.Envelope;
import dev.tidemark.events.Event;
import dev.tidemark.events.value.Username;
import java.time.Instant;

/// Handles one command on one state: the same for every shard, log and store.
public final class CommandHandling {
  private CommandHandling() {}

  /// The order of the questions is part of the contract: a known key is answered first, also when
  /// its deadline is over or its precondition would no longer hold.
  ///
  /// @param term of the owner that decides
  /// @param now when it is decided
  public static Verdict handle(StateView state, CommandRequest request, long term, Instant now) {
    Subject subject = Subject.of(request.command(), state);
    Username customer = subject.customer();
    if (customer != null) {
      Outcome first = state.outcome(customer, request.id());
      if (first != null) {
        return first.hash().equals(request.hash())
            ? new Verdict.Repeat(customer, first)
            : new Verdict.Tell(
                new Reply.KeyReused(
                    "Expected a key of its own for each command, but "
                        + request.id()
                        + " belongs to another one"));
      }
    }
    if (now.isAfter(request.deadline())) {
      return new Verdict.Tell(
          new Reply.NotDecided(
              Reply.Why.TIMED_OUT, "Expected to decide before the deadline, but it has passed"));
    }
    Instant at = request.occurredAt() == null ? now : request.occurredAt();
    Decision decision = subject.decide(at);
    if (!(decision instanceof Decision.Unknown)
        && !request.precondition().holds(subject.version())) {
      return new Verdict.Tell(
          new Reply.PreconditionFailed(
              "Expected %s, but was version %d"
                  .formatted(request.precondition(), subject.version())));
    }
    return switch (decision) {
      case Decision.Accepted(var event) ->
          new Verdict.Append(
              envelope(event, subject.version() + 1, request, term, at, later(now, state)));
      case Decision.Unchanged _ -> subject.unchanged();
      case Decision.Refused(var code, var expectation) ->
          new Verdict.Tell(new Reply.Refused(code, expectation));
      case Decision.Unknown(var expectation) -> new Verdict.Tell(new Reply.Unknown(expectation));
    };
  }

  private static Envelope envelope(
      Event event,
      long sequence,
      CommandRequest request,
      long term,
      Instant at,
      Instant recordedAt) {
    return new Envelope(
        event,
        sequence,
        request.id(),
        request.hash(),
        term,
        request.trace().correlationId(),
        request.trace().causationId(),
        request.trace().traceparent(),
        at,
        recordedAt);
  }

  /// A clock that is behind those of earlier owners, or was set back, does not take the log with
  /// it. Deadlines are still those of that clock.
  private static Instant later(Instant now, StateView state) {
    return now.isBefore(state.logTime()) ? state.logTime() : now;
  }
}

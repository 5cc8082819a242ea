package dev.tidemark.command.http;

import dev.tidemark.command.handling.Command;
import dev.tidemark.command.handling.Reply;
import dev.tidemark.runtime.metrics.Metrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/// Commands that this instance answered by its own knowledge, by what they want and how they ended.
/// What another instance decided is counted there; what was not understood is no command.
final class CommandMeters {
  /// How a command ended, as far as its sender was told.
  enum Ending {
    ACCEPTED,
    REPLAYED,
    UNCHANGED,
    REFUSED,
    UNKNOWN,
    PRECONDITION_FAILED,
    KEY_REUSED,
    OVERLOADED,
    TIMED_OUT,
    NO_OWNER,
    AFTER_UNDECIDED,
    IMPORTING,
    STOPPING,
    FAILED,
    MISDIRECTED;

    static Ending of(Reply reply) {
      return switch (reply) {
        case Reply.Done(_, var repeated) -> repeated ? REPLAYED : ACCEPTED;
        case Reply.Unchanged _ -> UNCHANGED;
        case Reply.Refused _ -> REFUSED;
        case Reply.Unknown _ -> UNKNOWN;
        case Reply.PreconditionFailed _ -> PRECONDITION_FAILED;
        case Reply.KeyReused _ -> KEY_REUSED;
        case Reply.NotHere _ -> MISDIRECTED;
        case Reply.Failed _ -> FAILED;
        case Reply.NotDecided(var why, _) ->
            switch (why) {
              case OVERLOADED -> OVERLOADED;
              case TIMED_OUT -> TIMED_OUT;
              case NO_OWNER -> NO_OWNER;
              case AFTER_UNDECIDED -> AFTER_UNDECIDED;
              case IMPORTING -> IMPORTING;
              case STOPPING -> STOPPING;
            };
      };
    }
  }

  private final Map<Verb, Map<Ending, Counter>> counters = new HashMap<>();

  CommandMeters(Metrics metrics) {
    for (Verb verb : Verb.all()) {
      counters.put(verb, ofVerb(metrics.registry(), verb));
    }
  }

  private static Map<Ending, Counter> ofVerb(MeterRegistry registry, Verb verb) {
    var byEnding = new EnumMap<Ending, Counter>(Ending.class);
    for (Ending ending : Ending.values()) {
      byEnding.put(
          ending,
          Counter.builder("tidemark.commands")
              .description("Commands that this instance answered, by how they ended")
              .tag("command", verb.label())
              .tag("outcome", ending.name().toLowerCase(Locale.ROOT))
              .register(registry));
    }
    return byEnding;
  }

  void told(Command command, Reply reply) {
    told(Verb.of(command), reply);
  }

  void told(Verb verb, Reply reply) {
    Map<Ending, Counter> byEnding = Objects.requireNonNull(counters.get(verb));
    Objects.requireNonNull(byEnding.get(Ending.of(reply))).increment();
  }
}

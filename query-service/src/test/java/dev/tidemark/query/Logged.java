package dev.tidemark.query;

import dev.tidemark.events.Envelope;
import dev.tidemark.events.Event;
import dev.tidemark.events.UserEvent.UserProfileChanged;
import dev.tidemark.events.UserEvent.UserRegistered;
import dev.tidemark.events.value.CommandId;
import dev.tidemark.events.value.Country;
import dev.tidemark.events.value.DisplayName;
import dev.tidemark.events.value.Username;

/// Events to write.
final class Logged {
  private Logged() {}

  static Envelope registers(String name) {
    return envelope(new UserRegistered(new Username(name), null, null, new Country("Germany")), 1);
  }

  /// @param sequence the user's version afterwards
  static Envelope moves(String name, long sequence) {
    var event =
        new UserProfileChanged(
            new Username(name), null, new DisplayName("No " + sequence), new Country("France"));
    return envelope(event, sequence);
  }

  private static Envelope envelope(Event event, long sequence) {
    return new Envelope(
        event,
        sequence,
        new CommandId("c-" + event.aggregateId() + "-" + sequence),
        "hash",
        7,
        null,
        null,
        null,
        Samples.NOON,
        Samples.NOON);
  }
}

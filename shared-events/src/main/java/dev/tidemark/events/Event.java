package dev.tidemark.events;

import dev.tidemark.events.value.Username;

/// Something that happened to one aggregate. Facts only: when it happened, which command caused it
/// and where it stands in the log are told by its [Envelope].
public sealed interface Event permits UserEvent, SessionEvent, OrderEvent {
  /// The customer, whose writer decided this and whose name keys the record.
  Username username();

  /// The id of the aggregate in text: a username, a session id or an order id.
  String aggregateId();

  EventTopic topic();
}

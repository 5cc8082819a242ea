package dev.tidemark.command.simulation;

import dev.tidemark.command.handling.CommandRequest;
import dev.tidemark.events.value.Username;

/// A request as one instance was sent it.
///
/// @param committedBefore how many events had been committed when it was sent
record Ask(CommandRequest request, Username customer, int committedBefore) {
  @Override
  public String toString() {
    return request.command() + " under " + request.id() + " of " + customer;
  }
}

package dev.tidemark.chaos.checker;

import dev.tidemark.chaos.history.Resource;
import dev.tidemark.events.consistency.ConsistencyToken;
import dev.tidemark.events.value.InvalidValueException;
import java.util.OptionalLong;

/// What tokens say. Only their text form is the system's own here: it is opaque to clients, and no
/// promise of it is judged but which positions it names.
final class Tokens {
  private Tokens() {}

  /// The position of one partition that a token names; empty if it names none there, or is no
  /// token.
  static OptionalLong offset(String token, Resource resource, int partition) {
    if (token.isEmpty()) {
      return OptionalLong.empty();
    }
    try {
      return ConsistencyToken.decode(token).offset(resource.topic(), partition);
    } catch (InvalidValueException e) {
      return OptionalLong.empty();
    }
  }
}

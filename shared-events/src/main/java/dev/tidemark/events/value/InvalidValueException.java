package dev.tidemark.events.value;

/// Bad input, in words for the person who sent it: `Expected …, but was …`. The field's name is
/// known to whoever reads the input, and is added there.
public final class InvalidValueException extends IllegalArgumentException {
  public InvalidValueException(String rule) {
    super(rule);
  }
}

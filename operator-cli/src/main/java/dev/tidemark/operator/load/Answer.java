package dev.tidemark.operator.load;

/// What came of one command of a request.
sealed interface Answer {
  /// @param replayed it had been applied before, and nothing has changed now
  /// @param orderId of the order that was placed, else empty
  record Applied(boolean replayed, String orderId) implements Answer {}

  /// It will not be applied.
  ///
  /// @param code which rule it broke, such as `refund-exceeds-paid`
  record Refused(String code, String detail) implements Answer {}

  /// Nobody knows whether it was applied. Sending it again with the same key resolves it.
  record Undecided(String why) implements Answer {}
}

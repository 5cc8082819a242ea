package dev.tidemark.chaos.load;

import dev.tidemark.events.consistency.ConsistencyToken;

/// Does one thing after the other, and carries a token of all that it has seen. Used by one thread
/// at a time.
final class Client {
  private final int number;
  private volatile String token = "";

  Client(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }

  /// Empty if it has seen nothing.
  String token() {
    return token;
  }

  void saw(String other) {
    if (!other.isEmpty()) {
      token =
          token.isEmpty()
              ? other
              : ConsistencyToken.decode(token).merge(ConsistencyToken.decode(other)).encode();
    }
  }
}

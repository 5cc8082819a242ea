package dev.tidemark.chaos.system;

import dev.tidemark.localstack.FaultProxy;

/// What one process says to another goes through here.
///
/// @param from who connects: a process, `clients`, or `peers` for what instances send on to others
public record Link(String from, String to, FaultProxy proxy) {
  public String name() {
    return from + "→" + to;
  }

  int port() {
    return proxy.port();
  }

  String address() {
    return "127.0.0.1:" + port();
  }
}

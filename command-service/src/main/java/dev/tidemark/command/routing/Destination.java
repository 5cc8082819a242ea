package dev.tidemark.command.routing;

/// Where a command can be decided.
public sealed interface Destination {
  /// In this instance's shard.
  record Here() implements Destination {}

  /// By another instance.
  record There(Ownership owner) implements Destination {}
}

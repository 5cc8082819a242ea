package dev.tidemark.localstack;

/// What the servers are wanted for.
public enum Profile {
  /// Ready as fast as possible. What was acknowledged survives the death of a process, but not the
  /// loss of power.
  TEST,
  /// Data meant to last, and programs that run long enough for the optimizing compiler to pay.
  DURABLE
}

package dev.tidemark.bench.harness;

/// Tells whoever waits how far it is.
@FunctionalInterface
public interface Progress {
  void says(String line);
}

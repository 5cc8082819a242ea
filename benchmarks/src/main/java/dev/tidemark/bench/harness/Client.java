package dev.tidemark.bench.harness;

/// Who does something over and over, waiting for the answer each time. For one thread.
@SuppressWarnings("try")
public interface Client extends AutoCloseable {
  /// @return how much was done, in whatever is counted; 0 if it was turned away, as a server may
  ///   that has too much to do
  int once() throws Exception;

  @Override
  default void close() throws Exception {}

  /// Makes clients, with all that they need to begin at once.
  @FunctionalInterface
  interface Maker {
    /// @param number from 0, for what clients must not share
    Client client(int number) throws Exception;
  }
}

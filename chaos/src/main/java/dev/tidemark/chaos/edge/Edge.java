package dev.tidemark.chaos.edge;

import java.io.IOException;

/// Through this every HTTP exchange of the load goes. Clients write down what they wanted before
/// they call it and what they were told after it: who stands in between can make the system look as
/// if it broke a promise.
///
/// - Thread-safe, and blocks until the answer is whole.
/// - Any status is an answer. What is none throws.
@FunctionalInterface
public interface Edge {
  /// @throws IOException if no whole answer came in time
  Answer exchange(Call call) throws IOException;
}

package dev.tidemark.operator.load;

import java.util.function.Supplier;

/// Wants to know how a load goes on.
public interface LoadWatcher {
  /// Before the commands are known.
  void reading(String file);

  /// @param progress may be asked at any time and by any thread, also after the end
  /// @return closed by the load when it ends, however it ends
  Watching watch(Supplier<LoadProgress> progress);

  /// One load under way.
  interface Watching extends AutoCloseable {
    @Override
    void close();
  }
}

package dev.tidemark.operator.progress;

import java.util.function.Supplier;

/// Is told what happens while something goes on.
public interface Watcher {
  /// One line that stays.
  void say(String line);

  /// @param progress may be asked at any time and by any thread, also after the end
  /// @return to be closed when it ends, however it ends
  Watching watch(Supplier<Progress> progress);

  /// Something under way.
  interface Watching extends AutoCloseable {
    @Override
    void close();
  }
}

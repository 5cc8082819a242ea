package dev.tidemark.bench.harness;

import java.time.Duration;

/// One of several ways to get the same done, ready to be measured over and over. For one thread.
public interface Way {
  /// Does it for about so long, with as many clients as it likes, and says what came of it. What
  /// has to be there first is made before the clock starts.
  Turn turn(Duration time) throws Exception;
}

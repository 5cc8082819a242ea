package dev.tidemark.endtoend;

import dev.tidemark.operator.load.LoadProgress;
import dev.tidemark.operator.load.LoadWatcher;
import java.util.function.Supplier;

/// Tells a test how far a load is that runs beside it.
final class LoadUnderWay implements LoadWatcher {
  private volatile Supplier<LoadProgress> progress = () -> new LoadProgress(0, 1, "");

  @Override
  public void reading(String file) {}

  @Override
  public Watching watch(Supplier<LoadProgress> now) {
    progress = now;
    return () -> {};
  }

  boolean hasDone(double part) {
    var now = progress.get();
    return now.decided() >= part * now.total();
  }
}

package dev.tidemark.endtoend;

import dev.tidemark.operator.progress.Progress;
import dev.tidemark.operator.progress.Watcher;
import java.util.function.Supplier;

/// Tells a test how far a load is that runs beside it.
final class LoadUnderWay implements Watcher {
  private volatile Supplier<Progress> progress = () -> new Progress(0, 1, "", "");

  @Override
  public void say(String line) {}

  @Override
  public Watching watch(Supplier<Progress> now) {
    progress = now;
    return () -> {};
  }

  boolean hasDone(double part) {
    var now = progress.get();
    return now.done() >= part * now.total();
  }
}

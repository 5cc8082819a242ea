package dev.tidemark.localstack;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/// Does the same to several at once, and waits for all, also when one fails.
public final class Together {
  private Together() {}

  public static <T> void each(List<? extends T> all, Consumer<? super T> action) {
    var running = new ArrayList<Future<?>>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      all.forEach(one -> running.add(threads.submit(() -> action.accept(one))));
    }
    running.forEach(Together::rethrowFailure);
  }

  private static void rethrowFailure(Future<?> ended) {
    if (ended.state() != Future.State.FAILED) {
      return;
    }
    switch (ended.exceptionNow()) {
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case Throwable e -> throw new IllegalStateException(e);
    }
  }
}

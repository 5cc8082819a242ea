package dev.tidemark.query.log;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One look at a time, shared by all who ask for it: whoever comes while a look is under way gets
/// the *next* one. So every outcome was asked for after its reader came, which that of the look
/// under way was not; and however many come, each waits for two looks at most. Thread-safe.
final class NextLook<V> {
  private final Supplier<CompletionStage<V>> look;
  private @Nullable CompletableFuture<V> underWay;
  private @Nullable CompletableFuture<V> next;

  /// @param look begins one without blocking; it must end, and may fail
  NextLook(Supplier<CompletionStage<V>> look) {
    this.look = look;
  }

  CompletionStage<V> outcome() {
    CompletableFuture<V> mine;
    synchronized (this) {
      if (underWay != null) {
        next = next == null ? new CompletableFuture<>() : next;
        return next;
      }
      mine = new CompletableFuture<>();
      underWay = mine;
    }
    begin(mine);
    return mine;
  }

  private void begin(CompletableFuture<V> mine) {
    CompletionStage<V> begun;
    try {
      begun = look.get();
    } catch (RuntimeException e) {
      begun = CompletableFuture.failedStage(e);
    }
    var _ =
        begun.whenComplete((outcome, failure) -> {
          goOn();
          if (failure == null) {
            mine.complete(outcome);
          } else {
            mine.completeExceptionally(failure);
          }
        });
  }

  private void goOn() {
    CompletableFuture<V> following;
    synchronized (this) {
      following = next;
      underWay = following;
      next = null;
    }
    if (following != null) {
      begin(following);
    }
  }
}

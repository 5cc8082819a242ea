package dev.tidemark.command.shard;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where the next step of an import waits for its shard. There is room for one: whoever imports
/// sends one step after the other. Closed until it is opened. Thread-safe.
final class ImportPlace {
  private @Nullable PendingStep waiting;
  private boolean open;

  /// Tells at once if it does not let it in.
  synchronized void offer(PendingStep step) {
    if (!open) {
      step.tell(new ImportReply.NotHere("Expected an open shard, but it is not open here"));
    } else if (waiting != null) {
      step.tell(
          new ImportReply.NotDecided("Expected one importer at a time, but another step waits"));
    } else {
      waiting = step;
    }
  }

  synchronized Optional<PendingStep> take() {
    Optional<PendingStep> taken = Optional.ofNullable(waiting);
    waiting = null;
    return taken;
  }

  synchronized void open() {
    open = true;
  }

  synchronized void close() {
    open = false;
    take()
        .ifPresent(
            step -> step.tell(new ImportReply.NotHere("Expected an open shard, but it was left")));
  }
}

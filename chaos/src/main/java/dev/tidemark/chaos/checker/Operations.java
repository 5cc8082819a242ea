package dev.tidemark.chaos.checker;

import dev.tidemark.chaos.history.History;
import dev.tidemark.chaos.history.HistoryEntry.Attempted;
import dev.tidemark.chaos.history.HistoryEntry.Begun;
import dev.tidemark.chaos.history.HistoryEntry.FaultBegun;
import dev.tidemark.chaos.history.HistoryEntry.FaultEnded;
import dev.tidemark.chaos.history.HistoryEntry.Invoked;
import dev.tidemark.chaos.history.HistoryEntry.Quiet;
import dev.tidemark.chaos.history.HistoryEntry.Read;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// All commands of a history. Held in memory; the reads are not.
final class Operations {
  private final Map<Long, Operation> byNumber = new LinkedHashMap<>();
  private final Map<String, Operation> byKey = new HashMap<>();

  private Operations() {}

  /// @throws IllegalArgumentException if this is no history: a key of two operations, an attempt of
  ///   none
  static Operations of(History history) {
    var operations = new Operations();
    history.forEach(entry -> {
      switch (entry) {
        case Invoked invoked -> operations.add(invoked);
        case Attempted attempted -> operations.add(attempted);
        case Read _, Begun _, FaultBegun _, FaultEnded _, Quiet _ -> {}
      }
    });
    return operations;
  }

  private void add(Invoked invoked) {
    var operation = new Operation(invoked);
    if (byNumber.put(invoked.operation(), operation) != null
        || byKey.put(invoked.key(), operation) != null) {
      throw new IllegalArgumentException(
          "Expected a number and a key of its own for each operation, but " + invoked);
    }
  }

  private void add(Attempted attempted) {
    Operation operation = byNumber.get(attempted.operation());
    if (operation == null) {
      throw new IllegalArgumentException(
          "Expected the attempt of an operation that was invoked, but " + attempted);
    }
    operation.add(attempted);
  }

  Collection<Operation> all() {
    return Collections.unmodifiableCollection(byNumber.values());
  }

  /// Null if no operation has this key.
  @Nullable Operation withKey(String key) {
    return byKey.get(key);
  }
}

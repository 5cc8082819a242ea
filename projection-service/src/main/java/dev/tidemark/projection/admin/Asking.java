package dev.tidemark.projection.admin;

import dev.tidemark.projection.cache.CacheException;
import dev.tidemark.projection.log.LogUnavailableException;
import dev.tidemark.projection.store.StoreException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/// Asks several stores for one answer. When one of them is away, that is what an operator wants to
/// see, beside all that the others say.
final class Asking {
  static final String KAFKA = "kafka";
  static final String POSTGRES = "postgres";
  static final String REDIS = "redis";

  private final Map<String, String> unavailable = new TreeMap<>();

  /// What it says; empty if it is away, or was when it was asked before: nobody waits for it twice.
  <T> Optional<T> ask(String store, Supplier<T> question) {
    if (unavailable.containsKey(store)) {
      return Optional.empty();
    }
    try {
      return Optional.of(question.get());
    } catch (LogUnavailableException | StoreException | CacheException e) {
      unavailable.put(store, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  Map<String, String> unavailable() {
    return unavailable;
  }
}

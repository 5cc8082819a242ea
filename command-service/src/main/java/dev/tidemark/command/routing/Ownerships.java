package dev.tidemark.command.routing;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// Who owns which shard, as far as this instance has heard. Thread-safe.
public final class Ownerships {
  private final AtomicReferenceArray<@Nullable Ownership> newest;
  private final Changes changes;

  public Ownerships(int shards, Changes changes) {
    this.newest = new AtomicReferenceArray<>(shards);
    this.changes = changes;
  }

  /// Older news than what is known are forgotten.
  public void heard(int shard, Ownership opening) {
    Ownership before =
        newest.getAndUpdate(shard, known -> isNewer(opening, known) ? opening : known);
    if (isNewer(opening, before)) {
      changes.happened();
    }
  }

  private static boolean isNewer(Ownership opening, @Nullable Ownership known) {
    return known == null || opening.term() > known.term();
  }

  public Optional<Ownership> of(int shard) {
    return Optional.ofNullable(newest.get(shard));
  }
}

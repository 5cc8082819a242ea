package dev.tidemark.projection.admin;

import dev.tidemark.projection.generation.Diff;
import dev.tidemark.projection.generation.ViewDiff;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A comparison as operators see it.
///
/// @param against the generation that served when it was begun
/// @param differing rows and values, of all views and caches
/// @param trouble why it failed
record DiffShown(
    int generation,
    int against,
    String state,
    Instant begunAt,
    Instant seenAt,
    long differing,
    long undecided,
    List<ViewDiff> views,
    List<ViewDiff> caches,
    @Nullable String trouble) {
  static DiffShown of(Diff diff) {
    return new DiffShown(
        diff.generation(),
        diff.against(),
        diff.state().name().toLowerCase(Locale.ROOT),
        diff.begunAt(),
        diff.seenAt(),
        diff.differing(),
        diff.undecided(),
        diff.views(),
        diff.caches(),
        diff.trouble().isEmpty() ? null : diff.trouble());
  }
}

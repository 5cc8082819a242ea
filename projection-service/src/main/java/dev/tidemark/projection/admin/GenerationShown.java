package dev.tidemark.projection.admin;

import dev.tidemark.projection.generation.Generation;
import dev.tidemark.projection.rebuild.Standing;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A generation as operators see it. Of one that is no more nothing is said of how far it is.
///
/// @param generation its number
/// @param schema of its rows in PostgreSQL
/// @param throttle events a second while it is built; absent: as many as can be
/// @param donePlaces places of the log that it has passed, up to where the serving one is
/// @param goalPlaces places that the serving one has passed
/// @param placesPerSecond lately; absent while unknown
/// @param secondsLeft absent while unknown
/// @param liveShards shards whose cache readers would trust
record GenerationShown(
    int generation,
    String state,
    String target,
    String schema,
    @Nullable Integer throttle,
    Instant createdAt,
    Instant changedAt,
    @Nullable Long donePlaces,
    @Nullable Long goalPlaces,
    @Nullable Long placesPerSecond,
    @Nullable Long secondsLeft,
    @Nullable Integer liveShards,
    @Nullable Integer shards) {
  static GenerationShown of(Generation it, @Nullable Standing standing) {
    return new GenerationShown(
        it.number(),
        it.state().name().toLowerCase(Locale.ROOT),
        it.target().name().toLowerCase(Locale.ROOT),
        it.schema(),
        it.throttle() == 0 ? null : it.throttle(),
        it.createdAt(),
        it.changedAt(),
        standing == null ? null : standing.done(),
        standing == null ? null : standing.goal(),
        standing == null || standing.perSecond().isEmpty()
            ? null
            : Math.round(standing.perSecond().getAsDouble()),
        standing == null || standing.secondsLeft().isEmpty()
            ? null
            : standing.secondsLeft().getAsLong(),
        standing == null ? null : standing.liveCaches(),
        standing == null ? null : standing.shards());
  }
}

package dev.tidemark.projection.repair;

import dev.tidemark.projection.batch.Aggregate;

/// Something that is not as the log says.
///
/// @param store `postgres` or `redis`
/// @param what the aggregate, or the derived rows
/// @param verdict in which way it is otherwise
/// @param mended whether it is no longer so
public record Finding(String store, String what, String verdict, boolean mended) {
  static final String POSTGRES = "postgres";
  static final String REDIS = "redis";

  static String name(Aggregate aggregate) {
    return aggregate.topic().topicName() + " " + aggregate.id();
  }
}

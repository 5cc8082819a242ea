package dev.tidemark.projection.rebuild;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/// How far a generation is. Counted in places of the log, of which events take most and markers the
/// others.
///
/// @param done places that it has passed, up to where the serving one is
/// @param goal places that the serving one has passed
/// @param liveCaches shards whose cache readers would trust
/// @param shards how many there are
/// @param perSecond places passed a second, lately; empty while unknown
public record Standing(long done, long goal, int liveCaches, int shards, OptionalDouble perSecond) {
  /// Empty while nobody can tell.
  public OptionalLong secondsLeft() {
    if (done >= goal) {
      return OptionalLong.of(0);
    }
    return perSecond.isPresent() && perSecond.getAsDouble() > 0
        ? OptionalLong.of((long) Math.ceil((goal - done) / perSecond.getAsDouble()))
        : OptionalLong.empty();
  }

  public long behind() {
    return goal - done;
  }
}

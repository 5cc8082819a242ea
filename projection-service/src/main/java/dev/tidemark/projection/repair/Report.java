package dev.tidemark.projection.repair;

import java.util.List;

/// What a job has done so far.
///
/// @param units all of its parts, in their order
/// @param read records of the log
/// @param of how many records there are to be read; grows while the log does
/// @param checked rows and values that were looked at
/// @param equal of these: as the log says, or newer
/// @param applied of these: written, or would be if that were asked for
/// @param behind values that the cache's writer will reach by itself
/// @param damaged rows and values that were not as the log says, though nothing was to come
/// @param left of the damaged: not mended, so that they stay so
/// @param failed of which it could not be said or done
/// @param findings the first of what was damaged or failed
public record Report(
    List<Unit> units,
    long read,
    long of,
    long checked,
    long equal,
    long applied,
    long behind,
    long damaged,
    long left,
    long failed,
    List<Finding> findings) {
  public static final Report NOTHING = new Report(List.of(), 0, 0, 0, 0, 0, 0, 0, 0, 0, List.of());
}

package dev.tidemark.projection.batch;

import dev.tidemark.events.consistency.Position;

/// Reads a record that was kept as it stood in the log, with what this version of the code knows.
@FunctionalInterface
public interface Rereading {
  LogRecord read(Position position, RawRecord raw);
}

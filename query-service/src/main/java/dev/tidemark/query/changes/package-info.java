/// Streams of committed changes: one reader at the end of the log for all of them, and a few for
/// those that come back and want what they missed.
@NullMarked
package dev.tidemark.query.changes;

import org.jspecify.annotations.NullMarked;

/// A batch of the log and what follows from it, without I/O: which rows change, what sales grow by,
/// which aggregates are parked.
@NullMarked
package dev.tidemark.projection.batch;

import org.jspecify.annotations.NullMarked;

/// Shards and their workers: who works on what, reading the log, applying it batch by batch.
@NullMarked
package dev.tidemark.projection.runtime;

import org.jspecify.annotations.NullMarked;

/// The log as operators look at it: all shards of it, and nothing is applied.
@NullMarked
package dev.tidemark.projection.log;

import org.jspecify.annotations.NullMarked;

/// How a log is brought back from files: what of them a shard has taken so far.
@NullMarked
package dev.tidemark.events.archive;

import org.jspecify.annotations.NullMarked;

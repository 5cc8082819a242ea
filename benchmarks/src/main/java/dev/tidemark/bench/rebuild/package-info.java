/// What it costs to fill the views from the log.
@NullMarked
package dev.tidemark.bench.rebuild;

import org.jspecify.annotations.NullMarked;

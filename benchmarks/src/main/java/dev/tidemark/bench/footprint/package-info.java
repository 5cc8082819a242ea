/// What Tidemark takes of a machine.
@NullMarked
package dev.tidemark.bench.footprint;

import org.jspecify.annotations.NullMarked;

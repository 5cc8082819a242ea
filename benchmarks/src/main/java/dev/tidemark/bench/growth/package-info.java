/// What becomes of throughput and memory when there is more of everything.
@NullMarked
package dev.tidemark.bench.growth;

import org.jspecify.annotations.NullMarked;

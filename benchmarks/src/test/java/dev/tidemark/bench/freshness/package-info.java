/// Tests of how it is seen what can be read.
@NullMarked
package dev.tidemark.bench.freshness;

import org.jspecify.annotations.NullMarked;

/// How long it takes until what was acknowledged can be read.
@NullMarked
package dev.tidemark.bench.freshness;

import org.jspecify.annotations.NullMarked;

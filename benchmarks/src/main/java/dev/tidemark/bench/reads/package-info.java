/// What reads cost.
@NullMarked
package dev.tidemark.bench.reads;

import org.jspecify.annotations.NullMarked;

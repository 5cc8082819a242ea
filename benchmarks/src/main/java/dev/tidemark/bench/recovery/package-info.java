/// How long nobody decides after a command service was killed.
@NullMarked
package dev.tidemark.bench.recovery;

import org.jspecify.annotations.NullMarked;

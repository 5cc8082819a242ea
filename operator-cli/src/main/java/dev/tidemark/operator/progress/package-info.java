/// How far something is that takes long, shown to whoever waits for it.
@NullMarked
package dev.tidemark.operator.progress;

import org.jspecify.annotations.NullMarked;

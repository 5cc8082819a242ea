/// Generations of the views: what they are, and what may become of them.
@NullMarked
package dev.tidemark.projection.generation;

import org.jspecify.annotations.NullMarked;

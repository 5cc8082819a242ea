/// Fills a new generation of the views beside the one that serves, compares the two, and changes
/// over.
@NullMarked
package dev.tidemark.projection.rebuild;

import org.jspecify.annotations.NullMarked;

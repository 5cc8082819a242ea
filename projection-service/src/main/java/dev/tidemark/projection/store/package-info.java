/// Rows and positions in PostgreSQL, moved together in one transaction or not at all.
@NullMarked
package dev.tidemark.projection.store;

import org.jspecify.annotations.NullMarked;

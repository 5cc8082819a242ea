/// What all views have in common: rows that say how far they are folded, and their way into and out
/// of PostgreSQL, many at a time.
@NullMarked
package dev.tidemark.projection.view;

import org.jspecify.annotations.NullMarked;

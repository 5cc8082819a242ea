/// PostgreSQL: rows and the positions they reflect, in one snapshot.
@NullMarked
package dev.tidemark.query.store;

import org.jspecify.annotations.NullMarked;

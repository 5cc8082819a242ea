/// Redis before PostgreSQL: lookups, fills, one flight for each key, a breaker.
@NullMarked
package dev.tidemark.query.cache;

import org.jspecify.annotations.NullMarked;

/// Redis, kept equal to the rows in PostgreSQL shard by shard, under a lease.
@NullMarked
package dev.tidemark.projection.cache;

import org.jspecify.annotations.NullMarked;

/// The plain service: rows in PostgreSQL, values in Redis, no events.
@NullMarked
package dev.tidemark.bench.peer.crud;

import org.jspecify.annotations.NullMarked;

/// The projection service: folds the log into PostgreSQL and writes it through to Redis.
@NullMarked
package dev.tidemark.projection;

import org.jspecify.annotations.NullMarked;

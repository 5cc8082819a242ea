/// Answers from Redis, falling back to PostgreSQL, and says what each answer reflects.
@NullMarked
package dev.tidemark.query;

import org.jspecify.annotations.NullMarked;

/// How many users, sessions and orders there are.
@NullMarked
package dev.tidemark.query.counts;

import org.jspecify.annotations.NullMarked;

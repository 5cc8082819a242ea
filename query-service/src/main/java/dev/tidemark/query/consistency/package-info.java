/// What a reader has seen, what a store holds, and waiting for the one to reach the other.
@NullMarked
package dev.tidemark.query.consistency;

import org.jspecify.annotations.NullMarked;

/// Which system runs on which data, as invocations of the launcher know of each other.
@NullMarked
package dev.tidemark.operator.running;

import org.jspecify.annotations.NullMarked;

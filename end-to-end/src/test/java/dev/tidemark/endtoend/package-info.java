/// The whole system from outside: six real processes, the public HTTP API, and faults.
@NullMarked
package dev.tidemark.endtoend;

import org.jspecify.annotations.NullMarked;

/// The frame of a process: arguments, start in order, stop in reverse, exit status.
@NullMarked
package dev.tidemark.runtime;

import org.jspecify.annotations.NullMarked;

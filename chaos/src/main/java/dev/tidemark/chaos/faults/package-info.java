/// What goes wrong in a run, and when: planned from the seed, done to the system, always undone.
@NullMarked
package dev.tidemark.chaos.faults;

import org.jspecify.annotations.NullMarked;

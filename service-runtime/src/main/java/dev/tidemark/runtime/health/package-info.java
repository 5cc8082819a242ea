/// Whether a process lives, and whether it can do its work.
@NullMarked
package dev.tidemark.runtime.health;

import org.jspecify.annotations.NullMarked;

/// Reads the log as programs do that know nothing of Tidemark but its description.
@NullMarked
package dev.tidemark.command.strangers;

import org.jspecify.annotations.NullMarked;

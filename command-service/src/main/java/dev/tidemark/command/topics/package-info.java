/// The topics that must be there, as they must be.
@NullMarked
package dev.tidemark.command.topics;

import org.jspecify.annotations.NullMarked;

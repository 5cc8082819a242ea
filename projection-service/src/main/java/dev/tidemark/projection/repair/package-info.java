/// Views and cache held against the log, and mended where they are not as it says.
@NullMarked
package dev.tidemark.projection.repair;

import org.jspecify.annotations.NullMarked;

/// What stands in logs besides their messages.
@NullMarked
package dev.tidemark.runtime.logging;

import org.jspecify.annotations.NullMarked;

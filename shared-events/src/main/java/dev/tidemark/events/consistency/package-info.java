/// Positions in the log, and the token by which a client carries them from a write to a read.
@NullMarked
package dev.tidemark.events.consistency;

import org.jspecify.annotations.NullMarked;

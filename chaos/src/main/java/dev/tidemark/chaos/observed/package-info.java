/// Reads the log and the stores as somebody would who knows nothing of the system's code but what
/// its documentation says: by a plain consumer, plain JDBC and a plain Redis client.
@NullMarked
package dev.tidemark.chaos.observed;

import org.jspecify.annotations.NullMarked;

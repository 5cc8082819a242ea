/// Values that are valid once they exist: each checks itself at construction, never again inside.
@NullMarked
package dev.tidemark.events.value;

import org.jspecify.annotations.NullMarked;

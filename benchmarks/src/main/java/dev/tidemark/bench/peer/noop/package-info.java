/// The ceiling: a server that does nothing.
@NullMarked
package dev.tidemark.bench.peer.noop;

import org.jspecify.annotations.NullMarked;

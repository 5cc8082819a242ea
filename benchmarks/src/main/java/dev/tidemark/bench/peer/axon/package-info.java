/// The event store of a framework.
@NullMarked
package dev.tidemark.bench.peer.axon;

import org.jspecify.annotations.NullMarked;

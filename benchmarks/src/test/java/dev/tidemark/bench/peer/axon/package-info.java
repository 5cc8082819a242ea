/// Tests of this peer.
@NullMarked
package dev.tidemark.bench.peer.axon;

import org.jspecify.annotations.NullMarked;

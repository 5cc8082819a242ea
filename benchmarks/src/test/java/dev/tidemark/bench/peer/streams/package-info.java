/// Tests of this peer.
@NullMarked
package dev.tidemark.bench.peer.streams;

import org.jspecify.annotations.NullMarked;

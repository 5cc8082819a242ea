/// Tests of this peer.
@NullMarked
package dev.tidemark.bench.peer.tables;

import org.jspecify.annotations.NullMarked;

/// Tests of this peer.
@NullMarked
package dev.tidemark.bench.peer.crud;

import org.jspecify.annotations.NullMarked;

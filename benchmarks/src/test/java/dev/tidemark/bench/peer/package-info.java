/// Tests of the peers: a comparison with what loses orders says nothing.
@NullMarked
package dev.tidemark.bench.peer;

import org.jspecify.annotations.NullMarked;

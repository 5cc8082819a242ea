/// Commands through a topic, decided by a stream processor.
@NullMarked
package dev.tidemark.bench.peer.streams;

import org.jspecify.annotations.NullMarked;

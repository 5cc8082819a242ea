/// The event store that is a table.
@NullMarked
package dev.tidemark.bench.peer.tables;

import org.jspecify.annotations.NullMarked;

/// Where the load's HTTP exchanges leave it.
@NullMarked
package dev.tidemark.chaos.edge;

import org.jspecify.annotations.NullMarked;

/// Every process of Tidemark on this machine, and a network between any two of them that fails as
/// it is told.
@NullMarked
package dev.tidemark.chaos.system;

import org.jspecify.annotations.NullMarked;

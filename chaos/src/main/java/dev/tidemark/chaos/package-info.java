/// The whole system under load and faults: what was done to it and what it answered is written
/// down, and judged afterwards.
@NullMarked
package dev.tidemark.chaos;

import org.jspecify.annotations.NullMarked;

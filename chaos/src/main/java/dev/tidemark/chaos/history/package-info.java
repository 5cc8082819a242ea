/// What clients wanted, what they were told and what they saw, with the time of each by one clock,
/// and the faults meanwhile. Written while a run goes on, judged after it.
@NullMarked
package dev.tidemark.chaos.history;

import org.jspecify.annotations.NullMarked;

/// The committed log as an independent reader sees it, and what each aggregate was after each of
/// its events. Knows nothing of how the system itself reads or folds: it is what the system is
/// judged by.
@NullMarked
package dev.tidemark.chaos.log;

import org.jspecify.annotations.NullMarked;

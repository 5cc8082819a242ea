/// The shard's protocol, run step by step from a seed in a world that fails all the time.
@NullMarked
package dev.tidemark.command.simulation;

import org.jspecify.annotations.NullMarked;

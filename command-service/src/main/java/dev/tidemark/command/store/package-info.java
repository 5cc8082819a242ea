/// What the log has come to, kept beside the process so that opening a shard replays little.
@NullMarked
package dev.tidemark.command.store;

import org.jspecify.annotations.NullMarked;

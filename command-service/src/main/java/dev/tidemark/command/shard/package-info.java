/// One shard: who may write it, how commands become events in groups, how it recovers.
@NullMarked
package dev.tidemark.command.shard;

import org.jspecify.annotations.NullMarked;

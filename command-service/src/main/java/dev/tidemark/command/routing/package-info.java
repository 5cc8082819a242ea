/// Where a command is decided: in a shard of this instance, or by the instance that owns it.
@NullMarked
package dev.tidemark.command.routing;

import org.jspecify.annotations.NullMarked;

/// The log of a shard in Kafka.
@NullMarked
package dev.tidemark.command.log;

import org.jspecify.annotations.NullMarked;

/// How Kafka's brokers are reached, the same for all clients of a process.
@NullMarked
package dev.tidemark.runtime.brokers;

import org.jspecify.annotations.NullMarked;

/// A Kafka broker as a program of its own, for the local stack.
@NullMarked
package dev.tidemark.localbroker;

import org.jspecify.annotations.NullMarked;

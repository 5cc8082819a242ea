/// The order: its commands, its state, its rules.
@NullMarked
package dev.tidemark.command.aggregates.order;

import org.jspecify.annotations.NullMarked;

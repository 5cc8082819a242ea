/// The user: its commands, its state, its rules.
@NullMarked
package dev.tidemark.command.aggregates.user;

import org.jspecify.annotations.NullMarked;

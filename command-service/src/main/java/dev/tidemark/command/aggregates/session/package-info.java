/// The session: its commands, its state, its rules.
@NullMarked
package dev.tidemark.command.aggregates.session;

import org.jspecify.annotations.NullMarked;

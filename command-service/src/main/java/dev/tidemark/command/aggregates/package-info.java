/// What all aggregates share. Everything below is pure: no I/O, no clock, no randomness.
@NullMarked
package dev.tidemark.command.aggregates;

import org.jspecify.annotations.NullMarked;

/// One command on one state: what is decided, what changes, what is answered. Pure.
@NullMarked
package dev.tidemark.command.handling;

import org.jspecify.annotations.NullMarked;

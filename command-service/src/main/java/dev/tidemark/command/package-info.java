/// The command service: decides commands and appends events, one fenced writer for each shard.
@NullMarked
package dev.tidemark.command;

import org.jspecify.annotations.NullMarked;

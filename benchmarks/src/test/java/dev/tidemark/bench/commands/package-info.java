/// Tests of the load of commands.
@NullMarked
package dev.tidemark.bench.commands;

import org.jspecify.annotations.NullMarked;

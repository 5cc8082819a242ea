/// What commands cost.
@NullMarked
package dev.tidemark.bench.commands;

import org.jspecify.annotations.NullMarked;

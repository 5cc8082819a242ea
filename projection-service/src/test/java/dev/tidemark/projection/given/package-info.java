/// What tests begin with: histories, and a log to write them to.
@NullMarked
package dev.tidemark.projection.given;

import org.jspecify.annotations.NullMarked;

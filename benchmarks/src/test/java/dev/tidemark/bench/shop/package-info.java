/// Tests of the customers that a shop has.
@NullMarked
package dev.tidemark.bench.shop;

import org.jspecify.annotations.NullMarked;

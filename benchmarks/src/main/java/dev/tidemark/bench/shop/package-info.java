/// What a shop asks of Tidemark: customers, and the orders that they place.
@NullMarked
package dev.tidemark.bench.shop;

import org.jspecify.annotations.NullMarked;

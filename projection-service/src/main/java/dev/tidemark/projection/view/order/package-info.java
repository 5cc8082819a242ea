/// The rows of orders, with their lines.
@NullMarked
package dev.tidemark.projection.view.order;

import org.jspecify.annotations.NullMarked;

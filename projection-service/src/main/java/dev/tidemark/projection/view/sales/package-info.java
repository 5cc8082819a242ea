/// What was sold, summed up by country, month, customer and currency.
@NullMarked
package dev.tidemark.projection.view.sales;

import org.jspecify.annotations.NullMarked;

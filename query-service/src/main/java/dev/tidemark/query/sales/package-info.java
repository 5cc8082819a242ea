/// What was sold, by country, month and customer.
@NullMarked
package dev.tidemark.query.sales;

import org.jspecify.annotations.NullMarked;

/// Orders: one, many by id, and lists by user, status, country and time.
@NullMarked
package dev.tidemark.query.order;

import org.jspecify.annotations.NullMarked;

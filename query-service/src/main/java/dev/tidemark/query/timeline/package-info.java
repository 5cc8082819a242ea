/// What happened to an order, event by event.
@NullMarked
package dev.tidemark.query.timeline;

import org.jspecify.annotations.NullMarked;

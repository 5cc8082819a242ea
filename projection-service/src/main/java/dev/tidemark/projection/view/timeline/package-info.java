/// Every event as it was recorded, to be read by aggregate.
@NullMarked
package dev.tidemark.projection.view.timeline;

import org.jspecify.annotations.NullMarked;

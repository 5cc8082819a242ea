/// The form of the read models in Redis: keys, versioned values, the watermark of a shard, and the
/// scripts by which alone anything is written.
@NullMarked
package dev.tidemark.views.cache;

import org.jspecify.annotations.NullMarked;

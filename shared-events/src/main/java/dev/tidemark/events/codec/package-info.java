/// Events as versioned JSON: types, upcasters and the mapper.
@NullMarked
package dev.tidemark.events.codec;

import org.jspecify.annotations.NullMarked;

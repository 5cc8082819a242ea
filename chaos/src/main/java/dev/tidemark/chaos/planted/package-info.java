/// Broken promises on purpose: what proves that the checker can find any.
@NullMarked
package dev.tidemark.chaos.planted;

import org.jspecify.annotations.NullMarked;

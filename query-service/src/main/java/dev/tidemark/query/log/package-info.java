/// The log itself: where it ends now.
@NullMarked
package dev.tidemark.query.log;

import org.jspecify.annotations.NullMarked;

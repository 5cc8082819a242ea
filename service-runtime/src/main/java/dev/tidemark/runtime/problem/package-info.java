/// What went wrong with a request, as clients are told (RFC 9457).
@NullMarked
package dev.tidemark.runtime.problem;

import org.jspecify.annotations.NullMarked;

/// Spans of what this process does, for those who look at a request across all of them. The only
/// package that knows OpenTelemetry.
@NullMarked
package dev.tidemark.runtime.tracing;

import org.jspecify.annotations.NullMarked;

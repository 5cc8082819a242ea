/// What a process measures of itself, for Prometheus.
@NullMarked
package dev.tidemark.runtime.metrics;

import org.jspecify.annotations.NullMarked;

/// The HTTP server of a service: routes with roles, limits, and one way from exception to status.
@NullMarked
package dev.tidemark.runtime.http;

import org.jspecify.annotations.NullMarked;

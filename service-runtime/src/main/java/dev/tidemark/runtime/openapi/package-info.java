/// The API's description: OpenAPI 3.1, built from the routes that are served, and a page that shows
/// it.
@NullMarked
package dev.tidemark.runtime.openapi;

import org.jspecify.annotations.NullMarked;

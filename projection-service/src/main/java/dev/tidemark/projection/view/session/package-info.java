/// The rows of sessions.
@NullMarked
package dev.tidemark.projection.view.session;

import org.jspecify.annotations.NullMarked;

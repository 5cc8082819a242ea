/// What all routes share: tokens, cursors, limits, and the headers of every answer.
@NullMarked
package dev.tidemark.query.http;

import org.jspecify.annotations.NullMarked;

/// The verbs of the launcher `./tidemark`.
@NullMarked
package dev.tidemark.operator;

import org.jspecify.annotations.NullMarked;

/// The log as files: segments of records and a manifest that says what must be in them.
@NullMarked
package dev.tidemark.operator.archive;

import org.jspecify.annotations.NullMarked;

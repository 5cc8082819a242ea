/// The verb `bench`: what Tidemark costs, beside what it stands on, and beside what others would
/// take instead.
@NullMarked
package dev.tidemark.bench;

import org.jspecify.annotations.NullMarked;

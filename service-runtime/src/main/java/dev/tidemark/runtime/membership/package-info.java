/// How the instances of a service share the shards among themselves.
@NullMarked
package dev.tidemark.runtime.membership;

import org.jspecify.annotations.NullMarked;

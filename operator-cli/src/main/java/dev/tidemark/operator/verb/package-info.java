/// What all verbs share: the options that name a system, and how a verb ends.
@NullMarked
package dev.tidemark.operator.verb;

import org.jspecify.annotations.NullMarked;

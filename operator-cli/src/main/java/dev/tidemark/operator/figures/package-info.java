/// Proves a load: what the query API says of it, beside what it should say.
@NullMarked
package dev.tidemark.operator.figures;

import org.jspecify.annotations.NullMarked;

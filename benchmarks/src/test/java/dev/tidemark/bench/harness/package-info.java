/// Tests of how anything is measured.
@NullMarked
package dev.tidemark.bench.harness;

import org.jspecify.annotations.NullMarked;

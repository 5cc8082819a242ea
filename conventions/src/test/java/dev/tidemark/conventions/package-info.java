/// The rules that this code keeps, and for each rule a proof that it can fail.
@NullMarked
package dev.tidemark.conventions;

import org.jspecify.annotations.NullMarked;

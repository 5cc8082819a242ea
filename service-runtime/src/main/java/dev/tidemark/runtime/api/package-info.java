/// What routes say of themselves, for people and for programs: the material of the API's
/// description.
@NullMarked
package dev.tidemark.runtime.api;

import org.jspecify.annotations.NullMarked;

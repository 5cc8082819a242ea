/// Settings from the environment: typed, all checked at once, refused by name.
@NullMarked
package dev.tidemark.runtime.settings;

import org.jspecify.annotations.NullMarked;

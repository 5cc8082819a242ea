/// The rows of users.
@NullMarked
package dev.tidemark.projection.view.user;

import org.jspecify.annotations.NullMarked;

/// Users, read one by one.
@NullMarked
package dev.tidemark.query.user;

import org.jspecify.annotations.NullMarked;

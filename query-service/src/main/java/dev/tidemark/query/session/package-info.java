/// Sessions, read one by one and by user.
@NullMarked
package dev.tidemark.query.session;

import org.jspecify.annotations.NullMarked;

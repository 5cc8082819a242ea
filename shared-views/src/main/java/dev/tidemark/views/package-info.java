/// The read models as documents: what a view of a user, a session or an order says, how it follows
/// from events, and its JSON. Pure: no I/O.
@NullMarked
package dev.tidemark.views;

import org.jspecify.annotations.NullMarked;

/// What happened to a user, a session or an order, event by event, and what they were at any time
/// before.
@NullMarked
package dev.tidemark.query.timeline;

import org.jspecify.annotations.NullMarked;

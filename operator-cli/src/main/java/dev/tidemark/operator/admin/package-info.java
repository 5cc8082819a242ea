/// The verbs that ask a running system through the admin API of its projection service, and through
/// nothing else.
@NullMarked
package dev.tidemark.operator.admin;

import org.jspecify.annotations.NullMarked;
